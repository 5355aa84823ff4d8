"""Nothing personal outlives its time, anywhere in the database."""

from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.enums import QuestionKind
from events.mail.messages import send_message
from events.models import Consent, Event, LogEntry, Question, Registration
from events.outbox import queue_lost_link
from events.privacy.audit_log import SELF
from events.privacy.integrity import violations
from events.privacy.retention import run_retention
from events.registration import actions
from events.registration.tokens import issue
from portal.core.mail.outbox.delivery import send_due
from portal.core.models import OutgoingMail
from portal.core.users.models import User
from tests.events.factories import (
    NOW,
    coming_event,
    crowd,
    details,
    later,
    make_event,
    many_seated,
    pending,
    registered,
)

pytestmark = pytest.mark.django_db


def whole_database() -> str:
    """The text of every row of every table."""
    return "\n".join(
        str(row) for model in apps.get_models(include_auto_created=True) for row in model._base_manager.values_list()
    )


words = st.text(alphabet="abcdefghijklmnopqrstuvwxyzåäöøæðþ", min_size=9, max_size=12).map(lambda text: f"zq{text}")


@given(
    name=words,
    local=st.from_regex(r"zq[a-z]{9,12}", fullmatch=True),
    organisation=words,
    answer=words,
    language=st.sampled_from(["en", "da", "fi"]),
)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_personal_value_survives_retention_anywhere(name, local, organisation, answer, language):
    event, author = make_event(capacity=1), User.objects.get_or_create(username="organiser")[0]
    question = Question.objects.create(
        event=event, key=event.translation_key, kind=QuestionKind.SHORT_TEXT, texts={"en": {"label": "What?"}}
    )
    typed = {"name": name, "organisation": organisation, "answers": {question.pk: answer}, "language": language}
    seated = registered(event, f"{local}@example.org", **typed)
    registered(event, f"{local}2@example.org", **typed)
    pending(event, f"{local}3@example.org", **typed)
    actions.change_details(seated, f"{name}ny", organisation, {question.pk: answer}, NOW)
    queue_lost_link(f"{local}@example.org", "en", NOW)
    send_message(event, {"en": ("Subject", f"Dear {name}")}, ["confirmed"], "", author, NOW)
    send_due(NOW)
    registered(make_event(), f"{local}@example.org")  # another event, cancelled and anonymised as well
    actions.cancel(seated.pk, SELF, NOW)
    assert name in whole_database()

    for _ in range(2):
        run_retention(later(days=14 + 91))

    text = whole_database()
    for value in (name, local, organisation, answer):
        assert value not in text
    assert event.registrations.count() == 2
    assert OutgoingMail.objects.count() == 0


def test_retention_keeps_counts_and_does_not_touch_what_is_not_due():
    past = make_event()
    registered(past)
    future = make_event(retention_days=500)
    kept = registered(future)

    due = run_retention(later(days=200))

    assert (due.registrations, len(due.events)) == (1, 1)
    kept.refresh_from_db()
    assert kept.email
    assert past.registrations.filter(state="confirmed").count() == 1
    assert Consent.objects.count() == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"end_time": None},
        {"precision": "day", "start_time": None, "end_time": None},
        {"precision": "month", "start_time": None, "end_time": None},
    ],
)
def test_retention_finds_events_without_end_or_time(fields):
    event = make_event(**fields)
    Registration.objects.create(
        event=event,
        pool=event.pools.get(),
        email="x@example.org",
        email_key="x@example.org",
        language="en",
        created_at=NOW,
        state="cancelled",
    )

    assert run_retention(later(days=200)).registrations == 1
    assert run_retention(later(days=200)).registrations == 0


def test_a_crowd_is_anonymised_share_by_share_and_nobody_is_left_out(monkeypatch):
    monkeypatch.setattr("events.privacy.retention.SHARE", 2)
    event = make_event()
    crowd(event, 5, NOW)
    before = list(event.registrations.values_list("email", flat=True))

    assert run_retention(later(days=200)).registrations == 5

    assert len(set(before)) == 5
    assert set(event.registrations.values_list("name", "email", "email_key")) == {("", "", "")}
    assert not event.registrations.filter(anonymised_at=None).exists()


def test_sensitive_answers_go_first():
    event = make_event()
    health, other = (
        Question.objects.create(
            event=event,
            key=f"00000000-0000-0000-0000-00000000000{n}",
            kind=QuestionKind.SHORT_TEXT,
            sensitive=sensitive,
            texts={"en": {"label": "?"}},
        )
        for n, sensitive in enumerate((True, False))
    )
    registration = registered(event, answers={health.pk: "wheelchair", other.pk: "bus"})

    run_retention(later(days=14 + 8))

    assert list(registration.answers.values_list("text", flat=True)) == ["bus"]


def test_unconfirmed_forms_are_deleted_after_two_days():
    pending(make_event())

    assert run_retention(later(hours=47)).unconfirmed == 0
    assert run_retention(later(hours=48)).unconfirmed == 1
    assert Registration.objects.count() == 0


def test_report_says_what_is_due_and_changes_nothing():
    event = coming_event(retention_days=0)
    registered(event, now=timezone.now())
    Event.objects.filter(pk=event.pk).update(ends_at=timezone.now() - timedelta(days=1))
    out = StringIO()

    call_command("retention", report=True, stdout=out)

    assert "1 registrations" in out.getvalue()
    assert "Test workshop" in out.getvalue()
    assert Registration.objects.exclude(email="").count() == 1


def test_erasing_while_mails_are_on_their_way_sends_nothing_more():
    registration = registered(make_event())
    mail = registration.mails.filter(kind="registration.confirmed").get()

    actions.erase(registration.pk, SELF, NOW)

    assert not OutgoingMail.objects.filter(pk=mail.pk).exists()
    assert send_due(NOW) == 0


def test_wagtail_keeps_nothing_about_registrants():
    from wagtail.models import ModelLogEntry, ReferenceIndex, Revision
    from wagtail.search.index import get_indexed_models

    registered(make_event(), "secret@example.org", name="Secret Name")

    assert Registration not in get_indexed_models()
    for model in (ModelLogEntry, ReferenceIndex, Revision):
        assert "ecret" not in str(list(model.objects.values()))


# --- The nightly check -----------------------------------------------------------------------------------------------


def test_check_is_content_with_a_healthy_event():
    event = make_event(capacity=2)
    for _ in range(3):
        registered(event)
    OutgoingMail.objects.all().delete()

    assert violations(NOW) == []


def broken(kind: str) -> None:
    """Do on purpose what the code never does."""
    event = make_event(capacity=2)
    many_seated(event, 2)
    waits = registered(event)
    OutgoingMail.objects.all().delete()
    match kind:
        case "oversold":
            event.pools.update(capacity=1)
        case "consent":
            Consent.objects.filter(registration=waits).delete()
        case "withdrawn":
            Consent.objects.filter(registration=waits).update(withdrawn_at=NOW)
        case "mail":
            actions.cancel(waits.pk, SELF, NOW - timedelta(hours=2))
        case "in vain":
            event.pools.update(capacity=5)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("oversold", "2 seats held of 1"),
        ("consent", "no consent"),
        ("withdrawn", "no consent"),
        ("mail", "due for more than an hour"),
        ("in vain", "a seat is free while somebody waits"),
    ],
)
def test_check_fails_loudly_on_a_seeded_violation(kind, words):
    broken(kind)

    found = violations(NOW)
    assert len(found) == 1
    assert words in found[0]


def test_check_command_exits_with_an_error():
    event = coming_event(capacity=1)
    registered(event, now=timezone.now())
    out = StringIO()
    call_command("check_registrations", stdout=out)
    assert out.getvalue() == "All registrations are in order.\n"

    Consent.objects.all().delete()
    with pytest.raises(CommandError, match="no consent"):
        call_command("check_registrations")


def test_acknowledged_overbooking_is_in_order():
    event = make_event(capacity=2)
    many_seated(event, 2)
    OutgoingMail.objects.all().delete()
    event.pools.update(capacity=1, acknowledged_over=1)

    assert violations(NOW) == []


def test_tokens_and_log_are_free_of_addresses():
    registration = registered(make_event(), "secret@example.org")
    issue(registration, "manage", NOW)

    assert "secret" not in str(list(registration.tokens.values()))
    assert "secret" not in str(list(LogEntry.objects.values()))
    assert details(registration.event).consent is not None
