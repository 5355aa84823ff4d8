"""Gauges: how things are just now, read from the database when somebody asks. Rooms register theirs here."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Min
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from portal.core.enums import MailStatus
from portal.core.models import OutgoingMail, PeriodicRun, Trouble
from portal.core.operations import periodic
from portal.core.operations.backup import records

#: Values of the labels, and the number.
Sample = tuple[tuple[str, ...], float]


@dataclass(frozen=True)
class Gauge:
    """One thing that can be read."""

    name: str
    meaning: str
    labels: tuple[str, ...]
    read: Callable[[], Iterable[Sample]]


#: Everything registered, by name.
GAUGES: dict[str, Gauge] = {}


def register(name: str, meaning: str, labels: tuple[str, ...], read: Callable[[], Iterable[Sample]]) -> None:
    """Make a gauge known; to be called in an ``AppConfig.ready``.

    Parameters:
        name: without the prefix ``portal_``.
        read: a few fast queries; never an address, a path or anything typed among the values of its labels.
    """
    GAUGES[name] = Gauge(name, meaning, labels, read)


def _tasks() -> Iterator[Sample]:
    numbers = dict(DBTaskResult.objects.values_list("status").annotate(number=Count("pk")))
    for status in (TaskResultStatus.READY, TaskResultStatus.RUNNING, TaskResultStatus.FAILED):
        yield (status.lower(),), numbers.get(status, 0)


def _oldest_task() -> Iterator[Sample]:
    """One that waits for its time is not late."""
    began = DBTaskResult.objects.ready().aggregate(first=Min("enqueued_at"))["first"]
    yield (), (timezone.now() - began).total_seconds() if began else 0


def _mails() -> Iterator[Sample]:
    numbers = dict(OutgoingMail.objects.order_by().values_list("status").annotate(number=Count("pk")))
    yield ("waiting",), numbers.get(MailStatus.QUEUED, 0) + numbers.get(MailStatus.SENDING, 0)
    yield ("failed",), numbers.get(MailStatus.FAILED, 0)


def _backups() -> Iterator[Sample]:
    for name, backup in (("made", records.last_made()), ("verified", records.last_verified())):
        if backup:
            yield (name,), backup.made_at.timestamp()


def _jobs() -> Iterator[Sample]:
    for run in PeriodicRun.objects.filter(name__in=periodic.JOBS, succeeded_at__isnull=False).order_by("name"):
        if run.succeeded_at:
            yield (run.name,), run.succeeded_at.timestamp()


def _troubles() -> Iterator[Sample]:
    for part in Trouble.objects.order_by("part").values_list("part", flat=True):
        yield (part,), 1


def _worker() -> Iterator[Sample]:
    yield (), float(periodic.worker_is_alive())


def register_own() -> None:
    """The gauges of the foundation; called when the app is ready."""
    register("tasks", "Tasks in the queue.", ("state",), _tasks)
    register("oldest_task_seconds", "How long the oldest task that is due has been waiting.", (), _oldest_task)
    register("mails", "Mails of the outbox that have not left.", ("state",), _mails)
    register(
        "backup_timestamp_seconds",
        "When the newest (verified) backup was made.",
        ("which",),
        _backups,
    )
    register("job_success_timestamp_seconds", "When a periodic job succeeded last.", ("job",), _jobs)
    register("trouble", "1 for each part of the portal that is known not to work.", ("part",), _troubles)
    register("worker_alive", "Whether a worker did its rounds within twenty minutes.", (), _worker)
