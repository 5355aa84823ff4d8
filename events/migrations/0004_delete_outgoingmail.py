"""The outbox moves to the foundation: every row goes along, and so do tasks that wait and what is known of the job."""

from itertools import islice

from django.db import migrations

PREFIX = "registration"
BATCH = 1000
TASK = ("events.mail.tasks.send_due_mail", "portal.core.mail.outbox.tasks.send_due_mail")
JOB = ("events.send_mail", "portal.send_mail")
#: What is the same in both tables.
KEPT = (
    "address",
    "language",
    "status",
    "message_uuid",
    "due_at",
    "attempts",
    "claimed_at",
    "done_at",
    "error",
    "refusal",
)


def move_rows(apps, schema_editor):
    """In their order, so that mails that are due at the same time leave as they were queued."""
    new = apps.get_model("core", "OutgoingMail")
    rows = apps.get_model("events", "OutgoingMail").objects.order_by("pk").iterator(BATCH)
    while batch := list(islice(rows, BATCH)):
        new.objects.bulk_create(
            new(
                kind=f"{PREFIX}.{row.kind}",
                about_kind=PREFIX if row.registration_id else "",
                about_key=str(row.registration_id or ""),
                dedupe_key=f"{PREFIX}.{row.dedupe_key}",
                payload={
                    "event_sequence": row.event_sequence,
                    **({"message": row.message_id} if row.message_id else {}),
                },
                **{name: getattr(row, name) for name in KEPT},
            )
            for row in batch
        )


def rename_task_and_job(apps, schema_editor):
    """A worker of this version does not know them by their old names."""
    tasks = apps.get_model("django_tasks_database", "DBTaskResult")
    tasks.objects.filter(task_path=TASK[0]).update(task_path=TASK[1])
    apps.get_model("core", "PeriodicRun").objects.filter(name=JOB[0]).update(name=JOB[1])


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_outgoingmail"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
        ("events", "0003_input"),
    ]

    operations = [
        migrations.RunPython(move_rows),
        migrations.RunPython(rename_task_and_job),
        migrations.DeleteModel(name="OutgoingMail"),
    ]
