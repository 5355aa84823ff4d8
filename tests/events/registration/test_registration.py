"""What registrants do, one after the other. Many at once: test_registration_race.py."""

import pytest

from events.enums import Action, EventStatus, RegistrationState, TokenPurpose
from events.models import Event, LogEntry, Registration
from events.privacy.audit_log import SELF
from events.registration import actions
from events.registration.actions import Outcome
from events.registration.queries import position
from events.registration.tokens import find, issue, revoke_all
from portal.core.models import OutgoingMail
from tests.events.factories import (
    NOW,
    confirm_token,
    details,
    later,
    mail_kinds,
    make_event,
    pending,
    registered,
    states,
)

pytestmark = pytest.mark.django_db


def state(registration: Registration) -> str:
    registration.refresh_from_db()
    return registration.state


def test_register_holds_no_seat_until_confirmed():
    event = make_event(capacity=1)

    registration = pending(event)

    assert (registration.state, registration.seat_no, mail_kinds(registration)) == (
        "unconfirmed",
        None,
        ["opt_in"],
    )


def test_confirm_gives_the_lowest_free_seat():
    event = make_event(capacity=3)
    first, second, third = (registered(event) for _ in range(3))
    actions.cancel(second.pk, SELF, NOW)

    fourth = registered(event)

    assert (first.seat_no, third.seat_no, fourth.seat_no) == (1, 3, 2)
    assert mail_kinds(fourth) == ["opt_in", "confirmed"]


def test_confirm_when_full_puts_into_the_queue_in_order_of_confirmation():
    event = make_event(capacity=1)
    early, late = pending(event), pending(event)
    registered(event)
    actions.confirm(confirm_token(late), later(minutes=1))
    actions.confirm(confirm_token(early), later(minutes=2))
    early.refresh_from_db()
    late.refresh_from_db()

    assert (state(late), position(late), state(early), position(early)) == ("waiting", 1, "waiting", 2)


@pytest.mark.parametrize(
    ("capacity", "expected"),
    [
        (None, ["confirmed", "confirmed"]),
        (0, ["unconfirmed", "unconfirmed"]),
        (1, ["confirmed", "waiting"]),
    ],
)
def test_capacity_none_is_unlimited_and_zero_is_closed(capacity, expected):
    event = make_event(capacity=capacity)

    registered(event)
    registered(event)

    assert states(event) == expected


def test_confirm_without_waiting_list_says_full():
    event = make_event(capacity=1)
    event.pools.update(waiting_list=False)
    registered(event)
    second = pending(event)

    outcome = actions.confirm(confirm_token(second), NOW)

    assert (outcome, state(second)) == (Outcome.FULL, "unconfirmed")


def test_confirm_twice_has_one_effect_and_one_mail():
    registration = pending(make_event())
    token = confirm_token(registration)

    outcomes = [actions.confirm(token, NOW), actions.confirm(token, NOW)]

    assert outcomes == [Outcome.DONE, Outcome.UNCHANGED]
    assert mail_kinds(registration) == ["opt_in", "confirmed"]


def test_register_with_the_same_form_twice_counts_once():
    event = make_event()
    typed = details(event, "twice@example.org")

    actions.register(event, typed, "same form", NOW)
    actions.register(event, typed, "same form", NOW)

    assert event.registrations.count() == 1


@pytest.mark.parametrize("spelling", ["PERSON@example.org", "  person@example.org ", "person＠example.org"])
def test_one_live_registration_per_address_however_it_is_spelled(spelling):
    event = make_event()
    registered(event, "person@example.org")
    again = pending(event, spelling)

    outcome = actions.confirm(confirm_token(again), NOW)

    assert outcome == Outcome.ALREADY
    assert event.registrations.filter(state="confirmed").count() == 1


@pytest.mark.parametrize("other", ["person+nordic@example.org", "per.son@example.org"])
def test_plus_tags_and_dots_make_another_address(other):
    event = make_event()
    registered(event, "person@example.org")

    assert registered(event, other).state == "confirmed"


def test_confirming_one_of_two_forms_removes_the_other():
    event = make_event()
    first, second = pending(event, "two@example.org"), pending(event, "two@example.org", name="Second Form")
    first_token = confirm_token(first)

    actions.confirm(confirm_token(second), NOW)

    assert list(event.registrations.values_list("name", "state")) == [("Second Form", "confirmed")]
    assert actions.confirm(first_token, NOW) == Outcome.CLOSED


def test_cancel_promotes_the_first_in_the_queue():
    event = make_event(capacity=1)
    seated, first, second = (
        registered(event),
        registered(event, now=later(minutes=1)),
        registered(event, now=later(minutes=2)),
    )

    actions.cancel(seated.pk, SELF, NOW)

    assert (state(seated), state(first), state(second)) == ("cancelled", "confirmed", "waiting")
    assert mail_kinds(first)[-1] == "promoted"


def test_cancel_twice_promotes_one():
    event = make_event(capacity=1)
    seated, first, second = registered(event), registered(event), registered(event)

    outcomes = [actions.cancel(seated.pk, SELF, NOW), actions.cancel(seated.pk, SELF, NOW)]

    assert outcomes == [Outcome.DONE, Outcome.UNCHANGED]
    assert (state(first), state(second)) == ("confirmed", "waiting")


def test_register_again_after_cancelling_outranks_the_old_calendar_entry():
    event = make_event(capacity=1)
    old = registered(event, "again@example.org")
    registered(event)
    actions.cancel(old.pk, SELF, NOW)
    old.refresh_from_db()

    new = registered(event, "again@example.org", now=later(minutes=5))

    assert (new.state, new.sequence > old.sequence) == ("waiting", True)


def test_cancel_after_the_deadline_is_too_late():
    event = make_event(cancel_until=later(days=1))
    registration = registered(event)

    assert actions.cancel(registration.pk, SELF, later(days=2)) == Outcome.TOO_LATE
    assert state(registration) == "confirmed"


@pytest.mark.parametrize(
    "change",
    [
        {"takes_registrations": False},
        {"status": EventStatus.CANCELLED},
        {"closes_at": NOW},
        {"opens_at": later(days=1)},
    ],
)
def test_confirm_after_registration_closed_gives_no_seat(change):
    event = make_event()
    registration = pending(event)
    Event.objects.filter(pk=event.pk).update(**change)

    assert actions.confirm(confirm_token(registration), NOW) == Outcome.CLOSED
    assert state(registration) == "unconfirmed"


def test_tokens_are_alike_when_unknown_expired_revoked_foreign_or_of_another_purpose():
    registration = pending(make_event())
    text = issue(registration, TokenPurpose.CONFIRM, NOW)

    assert find(text, TokenPurpose.CONFIRM, NOW).registration == registration
    assert find(text, TokenPurpose.MANAGE, NOW) is None
    assert find(text[:-1], TokenPurpose.CONFIRM, NOW) is None
    assert find("x" * 43, TokenPurpose.CONFIRM, NOW) is None
    assert find(text, TokenPurpose.CONFIRM, later(hours=48)) is None
    revoke_all(registration, NOW)
    assert find(text, TokenPurpose.CONFIRM, NOW) is None


def test_token_text_is_not_in_the_database():
    registration = pending(make_event())
    text = issue(registration, TokenPurpose.MANAGE, NOW)

    assert text not in str(list(registration.tokens.values()))


def test_opt_in_mails_to_one_address_are_ten_minutes_apart_and_five_a_day():
    event = make_event()
    for _ in range(6):
        pending(event, "flood@example.org")

    mails = OutgoingMail.objects.filter(kind="registration.opt_in").order_by("pk")

    assert [(m.due_at - NOW).seconds // 60 for m in mails[:5]] == [0, 10, 20, 30, 40]
    assert [m.status for m in mails] == ["queued"] * 5 + ["dropped"]


def test_erase_removes_the_person_and_passes_on_the_seat():
    event = make_event(capacity=1)
    seated, waiting = registered(event, "erase@example.org"), registered(event)

    actions.erase(seated.pk, SELF, NOW)

    seated.refresh_from_db()
    assert (seated.state, seated.name, seated.email, seated.email_key) == ("cancelled", "", "", "")
    assert (seated.tokens.count(), seated.mails.count(), state(waiting)) == (0, 0, "confirmed")


def test_log_names_numbers_and_states_and_cannot_be_changed():
    registration = registered(make_event(), "secret@example.org", name="Secret Name")

    entry = LogEntry.objects.get(action=Action.CONFIRM)

    assert (entry.registration_number, entry.from_state, entry.to_state) == (
        registration.pk,
        "unconfirmed",
        "confirmed",
    )
    assert "ecret" not in str(list(LogEntry.objects.values()))
    for forbidden in (
        entry.save,
        entry.delete,
        LogEntry.objects.all().delete,
        lambda: LogEntry.objects.update(amount=1),
    ):
        with pytest.raises(TypeError):
            forbidden()


def test_names_are_kept_in_every_script_but_on_one_line():
    event = make_event()
    typed = "Åsa Ørsted Þórður 🌲 שלום\r\nBcc: victim@example.org"

    registration = pending(event, name=typed + "x" * 400)

    assert registration.name.startswith("Åsa Ørsted Þórður 🌲 שלום Bcc: victim@example.org")
    assert len(registration.name) == 300


def test_live_states_hold_what_the_database_promises():
    registration = registered(make_event(capacity=1))

    assert RegistrationState(registration.state) in {"confirmed", "waiting", "offered"}
    assert registration.is_live
