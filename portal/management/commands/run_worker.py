import logging
import signal
import socket
import threading
import time
from argparse import ArgumentParser
from collections.abc import Mapping
from contextlib import suppress
from itertools import chain, repeat
from pathlib import Path
from types import FrameType

from django.core.management.base import BaseCommand
from django.db import connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from portal.core.hooks.site_url import follow_base_url
from portal.core.i18n.loading import load_languages
from portal.core.mail.server import SERVER_PAUSE
from portal.core.operations.database import LONGEST_OF_THE_WORKER, TROUBLE, describe, limit_statements
from portal.core.operations.metrics.serving import start_if_wanted as start_metrics
from portal.core.operations.periodic import Watch
from search.concepts.everyday import prepare

logger = logging.getLogger(__name__)
#: Seconds to wait for a database that cannot be used; the last one again and again.
PAUSES = (1, 2, 4, 8, 16, 32, 60)
#: What the queue writes down when a task failed because of its database.
OF_THE_DATABASE = {f"django.db.utils.{error.__name__}" for error in TROUBLE}
#: A task that failed so often because of the database is given up.
MOST_TRIES = 20


class PortalWorker(Worker):
    """The queue's own worker, with the periodic jobs between two tasks; it outlives the troubles of its database."""

    def __init__(self, watch: Watch, interval: float, heartbeat: Path | None = None) -> None:
        super().__init__(
            queue_names=["*"],
            interval=interval,
            batch=True,  # run() returns when the queue is empty, so that the waiting is ours
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=f"{socket.gethostname()[:31]}-{get_random_string(32)}",
            excluded_queue_names=[],
        )
        self.watch, self.heartbeat = watch, heartbeat
        self.stopped = threading.Event()
        self.knows_base_url = False

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """Carry out one task, then whatever periodic job came due meanwhile."""
        arguments = db_task_result.args_kwargs
        super().run_task(db_task_result)
        if db_task_result.status == TaskResultStatus.FAILED:
            give_back(db_task_result, arguments)
        self.beat()
        self.watch.tick()

    def run_until_stopped(self) -> None:
        """Carry out tasks and periodic jobs until SIGTERM or SIGINT; the work in hand is finished first."""
        while self.running:
            try:
                self.work()
            except TROUBLE as error:
                self.wait_for_database(error)
            self.stopped.wait(self.interval)

    def work(self) -> None:
        """Everything that is to be done now."""
        self.beat()
        if not self.knows_base_url:
            follow_base_url()
            self.knows_base_url = True
        self.run()
        self.watch.tick()

    def wait_for_database(self, error: Exception) -> None:
        """Try again with growing pauses until the database works; the log says when it began and when it ended."""
        began = time.monotonic()
        logger.error("The database cannot be used, the worker waits: %s", describe(error))
        for pause in chain(PAUSES, repeat(PAUSES[-1])):
            connections.close_all()
            self.stopped.wait(pause)
            if not self.running:
                return
            try:
                self.work()
            except TROUBLE:
                continue
            logger.warning("The database works again after %d seconds", time.monotonic() - began)
            return

    def beat(self) -> None:
        """Touch the file by which a health check sees that the worker goes on."""
        if self.heartbeat:
            with suppress(OSError):  # a full disk must not end the worker
                self.heartbeat.touch()

    def stop(self, number: int, frame: FrameType | None) -> None:
        """Signal handler: no new work. A second signal ends the process at once."""
        self.running = False
        self.stopped.set()
        signal.signal(number, signal.SIG_DFL)


def give_back(task: DBTaskResult, arguments: Mapping[str, object]) -> None:
    """Queue a task again that failed because of the database: nothing was wrong with it."""
    if task.exception_class_path not in OF_THE_DATABASE or len(task.worker_ids) >= MOST_TRIES:
        return
    DBTaskResult.objects.filter(pk=task.pk, status=TaskResultStatus.FAILED).update(
        status=TaskResultStatus.READY,
        run_after=timezone.now() + SERVER_PAUSE,
        args_kwargs=arguments,
        exception_class_path="",
        traceback="",
        finished_at=None,
    )
    logger.warning("The task %s (%s) is done again: the database could not be used", task.task_path, task.pk)


class Command(BaseCommand):
    help = "Carries out background tasks and periodic jobs until it is stopped; several can run side by side."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--interval", type=float, default=0.5, help="Seconds between two looks at an empty queue.")
        parser.add_argument("--heartbeat", type=Path, help="A file that is touched as long as the worker goes on.")

    def handle(self, *args: object, interval: float, heartbeat: Path | None, **options: object) -> None:
        # They would speak of every look at an empty queue and of every success; failures remain.
        for name in ("django_tasks", "django_tasks_db"):
            logging.getLogger(name).setLevel(logging.WARNING)
        worker = PortalWorker(Watch(), interval, heartbeat)
        signal.signal(signal.SIGTERM, worker.stop)
        signal.signal(signal.SIGINT, worker.stop)
        limit_statements(LONGEST_OF_THE_WORKER)
        start_metrics()
        worker.beat()
        # Else whoever looks for what was published first would wait for the dictionaries of all languages.
        load_languages()
        prepare()
        worker.run_until_stopped()
