"""Background tasks of the outbox. They carry no arguments: nothing about people lands in the table of tasks."""

from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from portal.core.mail.outbox.delivery import due_mails, send_share
from portal.core.mail.server import is_away


@task(queue_name="mail")
def send_due_mail() -> int:
    """Send a batch of what is due; returns how many mails left.

    What is left is for another task at the end of the queue: a mailing to thousands holds nothing else up.
    """
    if is_away():
        return 0
    sent = send_share()
    waiting = DBTaskResult.objects.filter(task_path=send_due_mail.module_path, status=TaskResultStatus.READY)
    if not is_away() and due_mails(timezone.now()).exists() and not waiting.exists():
        send_due_mail.enqueue()
    return sent
