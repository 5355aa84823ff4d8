"""Work outside requests. Tasks carry no arguments: nothing about people lands in the table of tasks."""

from django_tasks import task


@task(queue_name="mail")
def send_due_mail() -> int:
    """Send what is due; returns how many mails left."""
    # The outbox queues this task and delivery reads the outbox: imported late to keep them apart.
    from events.delivery import send_due  # noqa: PLC0415

    return send_due()
