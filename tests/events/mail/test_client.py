"""Mails of the registration on their way: what is sent, dropped, flagged and extended."""

import pytest
from django.db import transaction

from events.enums import MailKind, Promotion
from events.models import LogEntry, Registration
from events.outbox import queue, queue_lost_link
from events.privacy.audit_log import SELF
from events.privacy.retention import run_retention
from events.registration import actions
from events.registration.actions import Outcome, confirm
from events.registration.seats import fill, with_event_locked
from portal.core.mail.outbox.delivery import send_due
from portal.core.models import OutgoingMail
from tests.events.factories import NOW, confirm_token, later, mail_states, make_event, pending, registered

pytestmark = pytest.mark.django_db
#: Said to everybody.
BLOCKED = {"RCPT": "550 5.7.1 Service unavailable; client host blocked"}


def test_send_due_reaches_the_mailbox_with_text_html_and_calendar(inbox):
    registered(make_event(), "reader@example.org")

    assert send_due(NOW) == 1  # the opt-in mail is no longer true: it was confirmed meanwhile

    message = inbox.messages[0]
    kinds = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    assert message["To"] == "reader@example.org"
    assert message["Auto-Submitted"] == "auto-generated"
    assert kinds == ["text/plain", "text/html", "text/calendar", "application/ics"]
    calendar = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    assert calendar.get_param("method") == "REQUEST"


def test_opt_in_mail_holds_nothing_that_was_typed(inbox):
    pending(make_event(), "reader@example.org", name="Buy Cheap Pills", organisation="http://spam.example")

    send_due(NOW)

    text = inbox.messages[0].as_string()
    assert "Pills" not in text
    assert "spam.example" not in text


def test_confirmed_is_not_sent_after_cancelling(inbox):
    registration = registered(make_event())
    actions.cancel(registration.pk, SELF, NOW)

    send_due(NOW)

    assert mail_states(registration) == [("opt_in", "dropped"), ("confirmed", "dropped"), ("cancelled_self", "sent")]


def test_hard_bounce_is_flagged_and_nothing_more_is_sent(inbox):
    registration = pending(make_event(), "gone@example.org")
    inbox.answers["gone@example.org"] = "550 No such user"
    send_due(NOW)
    registration.refresh_from_db()

    assert registration.bounced_at == NOW
    assert LogEntry.objects.get(action="bounce").registration_number == registration.pk
    assert OutgoingMail.objects.get().error == "SMTPRecipientsRefused 550"
    assert send_due(later(days=1)) == 0


def test_a_form_can_still_be_confirmed_when_the_server_was_away_for_days(inbox):
    event = make_event()
    registration = pending(event)
    inbox.answers.update(BLOCKED)
    for hour in range(0, 80, 4):
        send_due(later(hours=hour))
    run_retention(later(hours=80))
    inbox.answers.clear()

    assert send_due(later(hours=80)) == 1
    registration.refresh_from_db()
    assert registration.expires_at > later(hours=80)
    assert confirm(confirm_token(registration, later(hours=81)), later(hours=81)) == Outcome.DONE


def test_an_offer_of_which_nobody_has_heard_does_not_lapse(inbox):
    event = make_event(capacity=1, promotion=Promotion.OFFER, offer_hours=2)
    first, second = registered(event), registered(event)
    send_due(NOW)
    inbox.answers.update(BLOCKED)
    actions.cancel(first.pk, SELF, NOW)
    for minute in range(0, 300, 20):
        send_due(later(minutes=minute))
        with_event_locked(event.pk, lambda event, minute=minute: fill(event, later(minutes=minute)))
    inbox.answers.clear()
    send_due(later(minutes=300))

    second.refresh_from_db()
    assert second.state == "offered"
    assert second.offer_until >= later(minutes=300)


def test_what_was_due_to_a_flagged_address_is_kept(inbox):
    registration = registered(make_event())
    Registration.objects.update(bounced_at=NOW)
    send_due(NOW)

    assert mail_states(registration) == [("opt_in", "failed"), ("confirmed", "failed")]


def test_lost_link_is_mailed_to_registered_addresses_only_and_the_address_is_forgotten(inbox):
    registered(make_event(), "known@example.org")
    for address in ("known@example.org", "unknown@example.org"):
        queue_lost_link(address, "en", NOW)

    send_due(NOW)

    assert [m["To"] for m in inbox.messages] == ["known@example.org"] * 2
    assert not OutgoingMail.objects.exclude(address="").exists()


def test_header_injection_is_harmless(inbox):
    event = make_event()
    event.texts.update(title="Workshop\r\nBcc: victim@example.org")
    registered(event, "reader@example.org", name="A\r\nBcc: victim@example.org")

    send_due(NOW)

    assert inbox.messages[0]["Bcc"] is None
    assert inbox.messages[0]["Subject"].endswith("Workshop Bcc: victim@example.org")


def test_rolled_back_change_sends_no_mail(inbox):
    def fail() -> None:
        with transaction.atomic():
            pending(make_event())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert send_due(NOW) == 0


def test_two_mails_for_the_same_news_are_one():
    registration = registered(make_event())
    queue(MailKind.CONFIRMED, registration, NOW)

    assert registration.mails.filter(kind=MailKind.CONFIRMED).count() == 1
