"""The outbox against a real SMTP server (aiosmtpd) that can refuse, hang up and be away."""

import smtplib
import socket
from datetime import date
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from events.enums import MailKind, MailStatus, Promotion
from events.mail import texts
from events.mail.delivery import send_due, send_share
from events.mail.tasks import send_due_mail
from events.models import LogEntry, OutgoingMail, Registration
from events.outbox import queue, queue_lost_link
from events.privacy.audit_log import SELF
from events.privacy.retention import run_retention
from events.registration import actions
from events.registration.actions import Outcome, confirm
from events.registration.seats import fill, with_event_locked
from portal.core.operations.health import PROBES
from portal.core.operations.periodic import JOBS
from tests.events.factories import NOW, coming_event, confirm_token, later, make_event, pending, registered
from tests.portal.core.operations.test_task_queue import double

pytestmark = pytest.mark.django_db


class Inbox:
    """An SMTP server's mailbox with a will of its own."""

    def __init__(self):
        self.messages, self.answers, self.connections, self.asked = [], {}, 0, 0
        #: The server ends each connection after so many mails.
        self.mails_per_connection = 10_000

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 (aiosmtpd's name)
        session.host_name, session.mails = hostname, 0
        self.connections += 1
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802 (aiosmtpd's name)
        session.mails += 1
        answer = self.answers.get("MAIL", "250 OK")
        if session.mails > self.mails_per_connection:
            answer = "421 Enough for one connection"
        if answer.startswith("250"):
            envelope.mail_from = address
        return answer

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 (aiosmtpd's name)
        self.asked += 1
        answer = self.answers.get(address, self.answers.get("RCPT", "250 OK"))
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (aiosmtpd's name)
        answer = self.answers.get("DATA:" + envelope.rcpt_tos[0], self.answers.get("DATA", "250 OK"))
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

    monkeypatch.setattr("events.mail.delivery._finish", die)
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


BLOCKED = {"RCPT": "550 5.7.1 Service unavailable; client host blocked"}
#: Said to everybody: about the addresses, about the sender, about the messages, or not at all.
REFUSALS = [
    BLOCKED,
    {"RCPT": "550 Not taken"},
    {"RCPT": "554 5.1.1 Not taken"},
    {"RCPT": "530 5.7.0 Authentication required"},
    {"MAIL": "530 5.7.0 Authentication required"},
    {"MAIL": "550 Sender rejected"},
    {"DATA": "554 Rejected"},
    {"DATA": "550 5.7.1 Too many mails"},
]


def people(event, number):
    """So many who wait for their first mail, in as many domains."""
    return [pending(event, f"reader@domain{place}.example") for place in range(number)]


@pytest.mark.parametrize("answers", REFUSALS, ids=str)
def test_a_server_that_refuses_everybody_costs_nobody_anything(inbox, answers, caplog):
    waiting = people(make_event(), 12)
    inbox.answers.update(answers)
    for minute in range(0, 30, 2):
        assert send_due(later(minutes=minute)) == 0

    assert {status(registration)[0][1] for registration in waiting} == {"queued"}
    assert not Registration.objects.filter(bounced_at__isnull=False).exists()
    assert PROBES["mail"]().startswith("the mail server takes nothing")
    assert caplog.text.count("Trouble with the mail") == 1
    inbox.answers.clear()

    assert send_due(later(minutes=40)) == 12
    assert PROBES["mail"]() == "ok"


def test_a_row_of_refusals_over_days_is_forgiven(inbox):
    """One registration after the other, each sent at once: no single run sees more than one refusal."""
    event, waiting = make_event(), []
    inbox.answers["RCPT"] = "550 Not taken"
    for place in range(5):
        waiting.append(pending(event, f"reader@domain{place}.example", later(minutes=place)))
        send_due(later(minutes=place))

    assert {status(registration)[0][1] for registration in waiting} == {"queued"}
    assert not event.registrations.filter(bounced_at__isnull=False).exists()
    assert LogEntry.objects.filter(action="works").count() == 5


def test_many_refused_in_one_domain_are_the_servers_trouble_too(inbox):
    event = make_event()
    inbox.answers["RCPT"] = "550 Not taken"
    for _ in range(30):
        pending(event)
    send_due(NOW)

    assert set(OutgoingMail.objects.values_list("status", flat=True)) == {"queued"}
    assert inbox.asked == 10


def test_a_few_bad_addresses_in_a_row_are_flagged_once_others_were_taken(inbox):
    event = make_event()
    bad, good = people(event, 5), [pending(event, f"good{number}@example.org") for number in range(3)]
    inbox.answers.update({registration.email: "550 No such user" for registration in bad})

    assert [send_due(later(minutes=minute)) for minute in (0, 1, 2)] == [0, 3, 0]

    assert {status(registration)[0][1] for registration in good} == {"sent"}
    assert event.registrations.filter(bounced_at__isnull=False).count() == 5
    assert PROBES["mail"]() == "ok"


def test_one_address_that_is_not_permitted_holds_nobody_up_and_fails_without_a_flag(inbox):
    event = make_event(start_date=date(2027, 3, 1))
    closed = registered(event, "closed@example.org")
    others = [registered(event) for _ in range(3)]
    inbox.answers["closed@example.org"] = "550 5.7.1 You may not write to this group"

    for hour in range(40):
        send_due(later(hours=hour))

    assert {status(registration)[1] for registration in others} == {("confirmed", "sent")}
    assert status(closed)[1] == ("confirmed", "failed")
    closed.refresh_from_db()
    assert closed.bounced_at is None


def test_greylisting_of_everybody_for_days_loses_nothing(inbox):
    event = make_event(start_date=date(2027, 3, 1))
    waiting = [registered(event) for _ in range(3)]
    inbox.answers["RCPT"] = "451 Try later"
    for hour in range(0, 72, 4):
        send_due(later(hours=hour))
    inbox.answers.clear()
    send_due(later(days=4))

    assert {status(registration)[1] for registration in waiting} == {("confirmed", "sent")}


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


def test_a_share_goes_through_one_connection_and_leaves_the_rest(inbox, monkeypatch):
    monkeypatch.setattr("events.mail.delivery.MOST_MAILS", 4)
    event = coming_event()
    for _ in range(10):
        pending(event, now=timezone.now())

    assert [send_share() for _ in range(4)] == [4, 4, 2, 0]
    assert inbox.connections == 3


def test_a_share_ends_with_its_time(inbox, monkeypatch):
    monkeypatch.setattr("events.mail.delivery.MOST_SECONDS", 0)
    pending(coming_event(), now=timezone.now())

    assert send_share() == 0


def test_a_server_that_ends_connections_after_some_mails_gets_them_all_once(inbox):
    inbox.mails_per_connection = 3
    event = make_event()
    for _ in range(10):
        pending(event)

    assert send_due(NOW) == 10
    assert len(inbox.messages) == 10


def test_the_rest_of_a_mailing_is_left_to_a_task_behind_the_others(inbox, monkeypatch, run_tasks):
    monkeypatch.setattr("events.mail.delivery.MOST_MAILS", 2)
    event = coming_event()
    for _ in range(5):
        pending(event, now=timezone.now())
    DBTaskResult.objects.all().delete()
    send_due_mail.enqueue()
    other = double.enqueue(1)

    done = run_tasks()

    assert [str(task.pk) == other.id for task in done] == [False, True, False, False]
    assert len(inbox.messages) == 5


def test_the_job_leaves_the_rest_of_a_mailing_to_a_task_too(inbox, monkeypatch, run_tasks):
    monkeypatch.setattr("events.mail.delivery.MOST_MAILS", 2)
    event = coming_event()
    for _ in range(3):
        pending(event, now=timezone.now())
    DBTaskResult.objects.all().delete()

    JOBS["events.send_mail"].run()
    assert len(inbox.messages) == 2
    run_tasks()

    assert len(inbox.messages) == 3


def test_a_clock_that_was_ahead_delays_no_mail(inbox):
    one, other = pending(make_event()), pending(make_event())
    OutgoingMail.objects.filter(registration=one).update(status="sending", claimed_at=later(days=365))
    OutgoingMail.objects.filter(registration=other).update(due_at=later(days=365))

    assert send_due(NOW) == 2


def test_what_was_due_to_a_flagged_address_is_kept(inbox):
    registration = registered(make_event())
    Registration.objects.update(bounced_at=NOW)
    send_due(NOW)

    assert status(registration) == [("opt_in", "failed"), ("confirmed", "failed")]


def test_poison_mail_does_not_stop_the_queue(inbox):
    event = make_event()
    poison, good = pending(event, "poison@example.org"), pending(event, "good@example.org")
    inbox.answers["DATA:poison@example.org"] = "554 Rejected"

    assert send_due(NOW) == 1

    assert (status(poison), status(good)) == ([("opt_in", "failed")], [("opt_in", "sent")])


def test_mail_that_cannot_be_written_is_given_up_after_its_pauses(inbox, monkeypatch, caplog):
    registration = pending(make_event(), "secret@example.org")
    monkeypatch.setitem(texts.CONTENTS, "opt_in", lambda case: 1 / 0)

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
