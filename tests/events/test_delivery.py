"""The outbox against a real SMTP server (aiosmtpd) that can refuse, hang up and be away."""

import smtplib
import socket
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction

from events import registration as actions
from events.delivery import send_due
from events.enums import MailKind, MailStatus
from events.log import SELF
from events.models import LogEntry, OutgoingMail
from events.outbox import queue, queue_lost_link
from tests.events.factories import NOW, later, make_event, pending, registered

pytestmark = pytest.mark.django_db


class Inbox:
    """An SMTP server's mailbox with a will of its own."""

    def __init__(self):
        self.messages, self.answers = [], {}

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 (aiosmtpd's name)
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (aiosmtpd's name)
        answer = self.answers.get("DATA:" + envelope.rcpt_tos[0], "250 OK")
        if answer.startswith("250"):
            self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return answer


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def smtp_settings(settings, port):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5


@pytest.fixture
def inbox(smtp_settings, port):
    handler = Inbox()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler
    controller.stop()


def status(registration) -> list[tuple[str, str]]:
    return list(OutgoingMail.objects.filter(registration=registration).order_by("pk").values_list("kind", "status"))


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

    assert status(registration) == [("opt_in", "dropped"), ("confirmed", "dropped"), ("cancelled_self", "sent")]


def test_server_away_for_six_hours_delays_mails_and_sends_them_once(smtp_settings, port):
    registration = pending(make_event())
    for minute in range(0, 360, 10):
        send_due(later(minutes=minute))
    assert status(registration) == [("opt_in", "queued")]

    handler = Inbox()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        assert [send_due(later(hours=6, minutes=m)) for m in (1, 2)] == [1, 0]
    finally:
        controller.stop()
    assert len(handler.messages) == 1


def test_worker_killed_after_acceptance_sends_one_duplicate_with_the_same_message_id(inbox, monkeypatch):
    registration = pending(make_event())

    def die(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("events.delivery._finish", die)
    with pytest.raises(KeyboardInterrupt):
        send_due(NOW)
    monkeypatch.undo()
    assert status(registration) == [("opt_in", "sending")]

    assert [send_due(later(minutes=m)) for m in (14, 15, 16, 40)] == [0, 1, 0, 0]
    assert len({message["Message-ID"] for message in inbox.messages}) == 1
    assert len(inbox.messages) == 2


def test_hard_bounce_is_flagged_and_nothing_more_is_sent(inbox):
    registration = pending(make_event(), "gone@example.org")
    inbox.answers["gone@example.org"] = "550 No such user"
    send_due(NOW)
    registration.refresh_from_db()

    assert registration.bounced_at == NOW
    assert LogEntry.objects.get(action="bounce").registration_number == registration.pk
    assert OutgoingMail.objects.get().error == "SMTPRecipientsRefused 550"
    assert send_due(later(days=1)) == 0


def test_greylisting_is_tried_again_with_pauses(inbox):
    registration = pending(make_event(), "grey@example.org")
    inbox.answers["grey@example.org"] = "450 Try later"
    send_due(NOW)
    assert status(registration) == [("opt_in", "queued")]

    inbox.answers.clear()

    assert [send_due(later(seconds=s)) for s in (59, 60)] == [0, 1]


def test_poison_mail_does_not_stop_the_queue(inbox):
    event = make_event()
    poison, good = pending(event, "poison@example.org"), pending(event, "good@example.org")
    inbox.answers["DATA:poison@example.org"] = "554 Rejected"

    assert send_due(NOW) == 1

    assert (status(poison), status(good)) == ([("opt_in", "failed")], [("opt_in", "sent")])


def test_mail_that_cannot_be_written_is_given_up_after_its_pauses(inbox, monkeypatch, caplog):
    registration = pending(make_event(), "secret@example.org")
    monkeypatch.setitem(__import__("events.letters").letters.WRITERS, "opt_in", lambda case: 1 / 0)

    for hour in range(30):
        send_due(later(hours=hour))

    assert status(registration) == [("opt_in", "failed")]
    assert "secret" not in caplog.text


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

    assert OutgoingMail.objects.filter(registration=registration, kind="confirmed").count() == 1


def test_smtp_backend_is_the_real_one(smtp_settings):
    assert settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")
    assert issubclass(EmailBackend.connection_class.fget(EmailBackend()), smtplib.SMTP)


def test_status_names_are_stable():
    assert MailStatus.values == ["queued", "sending", "sent", "dropped", "failed"]
