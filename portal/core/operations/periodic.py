"""Periodic jobs. Apps register them, every worker offers to do them, and exactly one does.

A job must bear being cut off half-way and being done twice: a worker can be killed at any moment.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from portal.core.models import PeriodicRun
from portal.core.operations.database import is_whole_database

logger = logging.getLogger(__name__)
#: How often a worker looks whether something is due; no job can come more often.
LOOK_EVERY = timedelta(seconds=10)
#: Longer than the longest task: only a worker that is gone is silent for so long.
WORKER_SILENCE = timedelta(minutes=20)
#: What began so long ago and has not ended was cut off: it is begun again, whatever its interval.
CUT_OFF = WORKER_SILENCE
#: What began later than this from now was begun by a clock that was ahead. Clocks of several machines differ by less.
AHEAD = timedelta(minutes=5)


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


def is_due(job: Job, run: PeriodicRun, now: datetime) -> bool:
    """Whether the job's time has come, by what is known of its last run."""
    began = run.started_at
    if began is None or began > now + AHEAD:
        return True
    return began <= now - (min(job.every, CUT_OFF) if run.running else job.every)


def claim(job: Job, now: datetime) -> bool:
    """Whether the job is due and this worker is the one to do it. The update decides between several workers."""
    run, _created = PeriodicRun.objects.get_or_create(name=job.name)
    if not is_due(job, run, now):
        return False
    unchanged = PeriodicRun.objects.filter(name=job.name, started_at=run.started_at)
    return unchanged.update(started_at=now, running=True) == 1


def run_due(now: datetime | None = None) -> list[str]:
    """Carry out every job that is due; returns the names of those that succeeded.

    A job that fails is logged with its traceback and comes again at its next turn; the others go on.

    Raises:
        OperationalError, InterfaceError, InternalError: the database cannot be used. The job counts as cut off.
    """
    now = now or timezone.now()
    runs = {run.name: run for run in PeriodicRun.objects.all()}
    done = []
    for job in JOBS.values():
        run = runs.get(job.name)
        if (run and not is_due(job, run, now)) or not claim(job, now):
            continue
        try:
            job.run()
        except Exception as error:
            if is_whole_database(error):
                raise
            logger.exception("The periodic job %s failed", job.name)
            PeriodicRun.objects.filter(name=job.name).update(running=False)
            continue
        PeriodicRun.objects.filter(name=job.name).update(succeeded_at=timezone.now(), running=False)
        done.append(job.name)
    return done


def worker_is_alive(now: datetime | None = None) -> bool:
    """Whether some worker began any periodic job within ``WORKER_SILENCE``. What began in the future says nothing."""
    now = now or timezone.now()
    return PeriodicRun.objects.filter(started_at__gt=now - WORKER_SILENCE, started_at__lte=now + AHEAD).exists()


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
