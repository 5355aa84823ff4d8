"""A worker is really killed while mails go out: none is lost, and at most the one in hand goes out twice."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.db import connection
from django.utils import timezone

from portal.core.enums import MailStatus
from portal.core.mail.outbox.delivery import STUCK_AFTER, send_due
from portal.core.models import OutgoingMail
from tests.events.factories import coming_event, pending
from tests.served import ROOT, environment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite_drill]
#: A worker as the portal runs it, which takes mails from the outbox as long as there are any.
WORKER = """
import sys
import django
django.setup()
from django.conf import settings
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(sys.argv[1])
from portal.core.mail.outbox.delivery import send_due
send_due()
"""


def work(port: int) -> subprocess.Popen:
    """A worker in a process of its own."""
    command = [sys.executable, "-c", WORKER, str(port)]
    return subprocess.Popen(command, cwd=ROOT, env=environment(), start_new_session=True)


def wait_for(inbox, number: int, worker: subprocess.Popen) -> None:
    """Until the server has taken so many mails from a worker that is still at it."""
    while len(inbox.messages) < number and worker.poll() is None:
        time.sleep(0.005)
    assert worker.poll() is None


@pytest.mark.parametrize(("mails", "kills"), [(24, 1), pytest.param(60, 3, marks=pytest.mark.drill)])
def test_worker_killed_while_mails_go_out_loses_none(inbox, port, mails, kills):
    event = coming_event()
    queued = {pending(event, f"gestur-{number}@example.org", now=timezone.now()).email for number in range(mails)}
    assert OutgoingMail.objects.filter(status=MailStatus.QUEUED).count() == mails
    connection.close()

    for number in range(1, kills + 1):
        worker = work(port)
        wait_for(inbox, number * mails // (kills + 2), worker)
        os.kill(worker.pid, signal.SIGKILL)
        assert worker.wait(20) == -signal.SIGKILL
    time.sleep(0.5)  # what the server has in hand arrives
    in_hand = OutgoingMail.objects.filter(status=MailStatus.SENDING).count()
    assert in_hand <= kills
    assert OutgoingMail.objects.filter(status=MailStatus.QUEUED).exists()

    send_due()
    assert OutgoingMail.objects.filter(status=MailStatus.SENDING).count() == in_hand
    send_due(timezone.now() + STUCK_AFTER)

    assert set(OutgoingMail.objects.values_list("status", flat=True)) == {MailStatus.SENT}
    received = Counter(str(message["To"]) for message in inbox.messages)
    assert set(received) == queued
    # Twice goes out only what a worker had handed over when it died, and under the same number: programs show it once.
    assert sum(received.values()) - mails <= in_hand
    assert len({message["Message-ID"] for message in inbox.messages}) == mails
