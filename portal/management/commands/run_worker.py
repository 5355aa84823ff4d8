import logging
import signal
import socket
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from portal.periodic import Watch


class PortalWorker(Worker):
    """The queue's own worker, with the periodic jobs between two tasks."""

    def __init__(self, watch: Watch, interval: float) -> None:
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
        self.watch = watch
        self.stopped = threading.Event()

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """Carry out one task, then whatever periodic job came due meanwhile."""
        super().run_task(db_task_result)
        self.watch.tick()

    def run_until_stopped(self) -> None:
        """Carry out tasks and periodic jobs until SIGTERM or SIGINT; the work in hand is finished first."""
        while self.running:
            self.run()
            self.watch.tick()
            self.stopped.wait(self.interval)

    def stop(self, number: int, frame: FrameType | None) -> None:
        """Signal handler: no new work. A second signal ends the process at once."""
        self.running = False
        self.stopped.set()
        signal.signal(number, signal.SIG_DFL)


class Command(BaseCommand):
    help = "Carries out background tasks and periodic jobs until it is stopped; several can run side by side."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--interval", type=float, default=1.0, help="Seconds between two looks at an empty queue.")

    def handle(self, *args: Any, interval: float, **options: Any) -> None:
        # They would speak of every look at an empty queue and of every success; failures remain.
        for name in ("django_tasks", "django_tasks_db"):
            logging.getLogger(name).setLevel(logging.WARNING)
        worker = PortalWorker(Watch(), interval)
        signal.signal(signal.SIGTERM, worker.stop)
        signal.signal(signal.SIGINT, worker.stop)
        worker.run_until_stopped()
