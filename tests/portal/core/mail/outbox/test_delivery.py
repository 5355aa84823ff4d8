"""The outbox against a real SMTP server: at least once, in shares, by several workers."""

import smtplib

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from events.enums import MailKind
from events.mail import texts
from portal.core.enums import MailStatus
from portal.core.mail.outbox.delivery import send_due, send_share
from portal.core.mail.outbox.tasks import send_due_mail
from portal.core.operations.periodic import JOBS
from tests.events.factories import NOW, coming_event, later, mail_states, make_event, pending
from tests.inbox import Inbox
from tests.portal.core.operations.test_task_queue import double

pytestmark = pytest.mark.django_db


def test_server_away_for_six_hours_delays_mails_and_sends_them_once(smtp_settings, port):
    registration = pending(make_event())
    for minute in range(0, 360, 10):
        send_due(later(minutes=minute))
    assert mail_states(registration) == [("opt_in", "queued")]

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

    monkeypatch.setattr("portal.core.mail.outbox.delivery._finish", die)
    with pytest.raises(KeyboardInterrupt):
        send_due(NOW)
    monkeypatch.undo()
    assert mail_states(registration) == [("opt_in", "sending")]

    assert [send_due(later(minutes=m)) for m in (14, 15, 16, 40)] == [0, 1, 0, 0]
    assert len({message["Message-ID"] for message in inbox.messages}) == 1
    assert len(inbox.messages) == 2


def test_a_share_goes_through_one_connection_and_leaves_the_rest(inbox, monkeypatch):
    monkeypatch.setattr("portal.core.mail.outbox.delivery.MOST_MAILS", 4)
    event = coming_event()
    for _ in range(10):
        pending(event, now=timezone.now())

    assert [send_share() for _ in range(4)] == [4, 4, 2, 0]
    assert inbox.connections == 3


def test_a_share_ends_with_its_time(inbox, monkeypatch):
    monkeypatch.setattr("portal.core.mail.outbox.delivery.MOST_SECONDS", 0)
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
    monkeypatch.setattr("portal.core.mail.outbox.delivery.MOST_MAILS", 2)
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
    monkeypatch.setattr("portal.core.mail.outbox.delivery.MOST_MAILS", 2)
    event = coming_event()
    for _ in range(3):
        pending(event, now=timezone.now())
    DBTaskResult.objects.all().delete()

    JOBS["portal.send_mail"].run()
    assert len(inbox.messages) == 2
    run_tasks()

    assert len(inbox.messages) == 3


def test_a_clock_that_was_ahead_delays_no_mail(inbox):
    one, other = pending(make_event()), pending(make_event())
    one.mails.update(status="sending", claimed_at=later(days=365))
    other.mails.update(due_at=later(days=365))

    assert send_due(NOW) == 2


def test_poison_mail_does_not_stop_the_queue(inbox):
    event = make_event()
    poison, good = pending(event, "poison@example.org"), pending(event, "good@example.org")
    inbox.answers["DATA:poison@example.org"] = "554 Rejected"

    assert send_due(NOW) == 1

    assert (mail_states(poison), mail_states(good)) == ([("opt_in", "failed")], [("opt_in", "sent")])


def test_mail_that_cannot_be_written_is_given_up_after_its_pauses(inbox, monkeypatch, caplog):
    registration = pending(make_event(), "secret@example.org")
    monkeypatch.setitem(texts.CONTENTS, MailKind.OPT_IN, lambda case: 1 / 0)

    for hour in range(30):
        send_due(later(hours=hour))

    assert mail_states(registration) == [("opt_in", "failed")]
    assert "secret" not in caplog.text


def test_smtp_backend_is_the_real_one(smtp_settings):
    assert settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")
    assert issubclass(EmailBackend.connection_class.fget(EmailBackend()), smtplib.SMTP)


def test_status_names_are_stable():
    assert MailStatus.values == ["queued", "sending", "sent", "dropped", "failed"]
