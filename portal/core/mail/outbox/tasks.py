"""Background tasks of the outbox. They carry no arguments: nothing about people lands in the table of tasks."""

from django.utils import timezone
from django_tasks import task

from portal.core.mail.outbox.delivery import due_mails, send_share
from portal.core.mail.server import is_away
from portal.core.operations.task_queue import queue_once


@task(queue_name="mail")
def send_due_mail() -> int:
    """Send a batch of what is due; returns how many mails left.

    What is left is for another task at the end of the queue: a mailing to thousands holds nothing else up.
    """
    if is_away():
        return 0
    sent = send_share()
    if not is_away() and due_mails(timezone.now()).exists():
        queue_once(send_due_mail)
    return sent
