"""Every kind of mail in every language."""

import pytest
from django.conf import settings
from django.utils import translation

from events.enums import MailKind, Promotion, RegistrationState
from events.mail.rendering import write
from events.mail.texts import CONTENTS, MailContext
from events.models import Event, Message, Registration
from events.outbox import queue
from events.privacy.audit_log import SELF
from events.registration import actions
from partners.models import Organisation
from portal.core.enums import MailStatus
from portal.core.i18n.formats import long_date
from portal.core.models import OutgoingMail
from tests.events.factories import NOW, later, make_event, pending, registered
from tests.sites import add_event, add_partner, make_site

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]
STATES = {
    MailKind.OPT_IN: "unconfirmed",
    MailKind.WAITING: "waiting",
    MailKind.OFFERED: "offered",
    MailKind.LAPSED: "lapsed",
    MailKind.CANCELLED_SELF: "cancelled",
    MailKind.CANCELLED_DESK: "cancelled",
    MailKind.EVENT_CANCELLED: "cancelled",
    MailKind.EVENT_REOPENED: "cancelled",
}

#: These lead to the page of the event, which exists in three of the languages only.
LEADING_TO_THE_PAGE = {
    MailKind.CANCELLED_SELF,
    MailKind.CANCELLED_DESK,
    MailKind.EVENT_CANCELLED,
    MailKind.EVENT_REOPENED,
    MailKind.THANKS,
}


def fresh(mail: OutgoingMail) -> OutgoingMail:
    """The mail as the worker reads it."""
    return OutgoingMail.objects.get(pk=mail.pk)


def prepared(kind: MailKind, language: str) -> OutgoingMail:
    """A mail of this kind to somebody in the state that it speaks of."""
    event = make_event(recordings_link="https://media.example/recording", join_link="https://meeting.example/room")
    if kind == MailKind.EVENT_CANCELLED:
        Event.objects.filter(pk=event.pk).update(status="cancelled")
    registration = pending(event, language=language)
    Registration.objects.filter(pk=registration.pk).update(
        state=STATES.get(kind, "confirmed"), queue_at=NOW, offer_until=later(days=1)
    )
    registration = Registration.objects.select_related("event", "pool").get(pk=registration.pk)
    message = None
    if kind == MailKind.MESSAGE:
        message = Message.objects.create(event=event, states=["confirmed"])
        for code in LANGUAGES:
            message.texts.create(language=code, subject=f"Subject {code}", body=f"First {code}\n\nSecond {code}")
    OutgoingMail.objects.all().delete()
    queue(kind, registration, NOW, message=message)
    return OutgoingMail.objects.get()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(MailKind))
def test_every_kind_in_every_language_is_written_with_that_language_active(kind, language, monkeypatch):
    active = []
    writer = CONTENTS[kind]
    monkeypatch.setitem(CONTENTS, kind, lambda case: (active.append(translation.get_language()), writer(case))[1])

    message = write(prepared(kind, language), NOW)

    html = message.alternatives[0].content
    assert active == [language]
    assert long_date(NOW.replace(day=16).date(), language) in message.body
    assert f'<html lang="{language}">' in html
    assert message.extra_headers["Content-Language"] == language
    assert "Testperson" not in message.subject
    for part in (message.subject, message.body, html):
        assert "%(" not in part
        assert "{{" not in part
    assert f"/{language}/events/" in message.body or kind in LEADING_TO_THE_PAGE


def test_there_is_a_writer_for_every_kind():
    assert set(CONTENTS) == set(MailKind)


def test_message_says_in_which_language_it_is_when_there_is_no_better_one():
    mail = prepared(MailKind.MESSAGE, "fi")
    Message.objects.get().texts.exclude(language="da").delete()

    body = write(mail, NOW).body

    assert "First da" in body
    assert body.startswith("This message is written in") or "tanska" in body


def test_opt_in_to_somebody_registered_tells_so_and_leads_to_the_registration():
    event = make_event()
    registered(event, "known@example.org")
    pending(event, "KNOWN@example.org")
    mail = OutgoingMail.objects.filter(kind="registration.opt_in").latest("pk")

    message = write(mail, NOW)

    assert message.subject == "You are already registered: Test workshop"
    assert "/confirm/" not in message.body


@pytest.mark.parametrize(("hours", "visible"), [(25, False), (23, True)])
def test_join_link_from_the_set_time_on(hours, visible):
    event = make_event(join_link="https://meeting.example/room", join_link_hours=24)
    registration = registered(event)
    mail = registration.mails.get(kind="registration.confirmed")
    now = event.starts_at - (later(hours=hours) - NOW)

    assert ("meeting.example/room" in write(mail, now).body) is visible


def test_join_link_is_encrypted_in_the_database(django_db_blocker):
    from django.db import connection

    event = make_event(join_link="https://meeting.example/room")
    with connection.cursor() as cursor:
        cursor.execute("SELECT join_link FROM events_event WHERE id = %s", [event.pk])
        stored = cursor.fetchone()[0]

    assert "meeting" not in stored
    assert Event.objects.get(pk=event.pk).join_link == "https://meeting.example/room"


def test_encryption_keys_can_be_rotated(settings):
    event = make_event(join_link="https://meeting.example/room")
    settings.ENCRYPTION_KEYS = ["new", *settings.ENCRYPTION_KEYS]
    Event.objects.get(pk=event.pk).save()
    settings.ENCRYPTION_KEYS = ["new"]

    assert Event.objects.get(pk=event.pk).join_link == "https://meeting.example/room"


def test_waiting_mail_tells_the_place_and_has_no_calendar_entry():
    event = make_event(capacity=1)
    registered(event)
    registered(event, now=later(minutes=1))
    third = registered(event, now=later(minutes=2))

    message = write(third.mails.get(kind="registration.waiting"), NOW)

    assert "You are number 2 on the waiting list." in message.body
    assert len(message.alternatives) == 1


def test_offer_is_dropped_once_it_has_expired():
    event = make_event(capacity=1, promotion=Promotion.OFFER)
    seated, first = registered(event), registered(event)
    actions.cancel(seated.pk, SELF, NOW)
    mail = first.mails.get(kind="registration.offered")

    assert write(fresh(mail), NOW) is not None
    assert write(fresh(mail), later(hours=48)) is None


def test_outdated_news_about_the_event_is_dropped():
    event = make_event()
    registration = registered(event)
    registration.event = event
    queue(MailKind.EVENT_MOVED, registration, NOW, about="1")
    Event.objects.filter(pk=event.pk).update(sequence=5)

    assert write(fresh(registration.mails.get(kind="registration.event_moved")), NOW) is None


def test_states_and_statuses_have_the_names_that_templates_use():
    assert RegistrationState.CONFIRMED == "confirmed"
    assert MailStatus.DROPPED == "dropped"


def test_facts_name_who_invites_in_the_readers_language_else_the_owner():
    make_site("en", "da")
    partner = add_partner(title="Iceland Design")
    add_partner("da", of=partner, title="Miðstöð hönnunar")
    registration = registered(make_event(), language="da")
    mail = MailContext(registration, NOW)

    def organiser():
        return dict(mail.facts()).get("Arrangør")

    with translation.override("da"):
        assert organiser() is None
        mail.event.organisation = Organisation(name="Ísafjarðarbær")
        assert organiser() == "Ísafjarðarbær"
        mail.event.translation_key = add_event("en", organisers=[partner]).translation_key
        assert organiser() == "Miðstöð hönnunar"
