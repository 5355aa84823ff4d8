"""Work that comes again and again. Apps register it, every worker offers to do it, and exactly one does.

A job must bear being cut off half-way and being done twice: a worker can be killed at any moment.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from portal.models import PeriodicRun

logger = logging.getLogger(__name__)
#: How often a worker looks whether something is due; no job can come more often.
LOOK_EVERY = timedelta(seconds=10)
#: Longer than the longest task: only a worker that is gone is silent for so long.
WORKER_SILENCE = timedelta(minutes=20)


@dataclass(frozen=True)
class Job:
    """One kind of periodic work."""

    name: str
    every: timedelta
    run: Callable[[], object]


#: Everything registered, by name.
JOBS: dict[str, Job] = {}


def register(name: str, every: timedelta, run: Callable[[], object]) -> None:
    """Have ``run()`` called once per ``every`` by one of the workers; to be called in an ``AppConfig.ready``.

    Args:
        name: unique, ``app.what_it_does``; it appears in the log and in the table of runs.
        every: at least ``LOOK_EVERY``.
        run: takes nothing; whatever it returns is dropped, whatever it raises is logged.

    Raises:
        ValueError: the name is taken, or the interval is too short to be kept.
    """
    if name in JOBS:
        raise ValueError(f"There is already a periodic job named {name}.")
    if every < LOOK_EVERY:
        raise ValueError(f"The periodic job {name} cannot come more often than every {LOOK_EVERY}.")
    JOBS[name] = Job(name, every, run)


def claim(job: Job, now: datetime) -> bool:
    """Whether the job is due and this worker is the one to do it. The update decides between several workers."""
    PeriodicRun.objects.get_or_create(name=job.name)
    due = Q(started_at=None) | Q(started_at__lte=now - job.every)
    return PeriodicRun.objects.filter(due, name=job.name).update(started_at=now) == 1


def run_due(now: datetime | None = None) -> list[str]:
    """Carry out every job that is due; returns the names of those that succeeded.

    A job that fails is logged with its traceback and comes again at its next turn; the others go on.
    """
    now = now or timezone.now()
    started = dict(PeriodicRun.objects.values_list("name", "started_at"))
    done = []
    for job in JOBS.values():
        last = started.get(job.name)
        if (last and last > now - job.every) or not claim(job, now):
            continue
        try:
            job.run()
        except Exception:
            logger.exception("The periodic job %s failed", job.name)
            continue
        PeriodicRun.objects.filter(name=job.name).update(succeeded_at=timezone.now())
        done.append(job.name)
    return done


def worker_is_alive(now: datetime | None = None) -> bool:
    """Whether some worker began any periodic job within ``WORKER_SILENCE``."""
    earliest = (now or timezone.now()) - WORKER_SILENCE
    return PeriodicRun.objects.filter(started_at__gt=earliest).exists()


class Watch:
    """Calls ``run_due`` at most every ``LOOK_EVERY``, however often it is asked to."""

    def __init__(self) -> None:
        self._next_look = 0.0

    def tick(self) -> None:
        """Carry out what is due, if it is time to look."""
        if time.monotonic() < self._next_look:
            return
        run_due()
        self._next_look = time.monotonic() + LOOK_EVERY.total_seconds()
