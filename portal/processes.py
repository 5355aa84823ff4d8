"""Several processes that live and end together."""

import multiprocessing
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import FrameType
from typing import Protocol

from django.core.management import execute_from_command_line
from django.db import connections

STOP_SECONDS = 25
#: A process that may be started again is, so often in a row; one that lived for long enough begins to count anew.
RESTARTS, LONG_ENOUGH = 5, 300.0
#: Ctrl-C, a polite kill, a closed terminal.
END_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Process(Protocol):
    """What is asked of a process: part of ``subprocess.Popen``."""

    def poll(self) -> int | None:
        """The code with which it ended; None as long as it runs."""

    def wait(self, timeout: float | None = None) -> int:
        """As ``poll``, after its end."""

    def terminate(self) -> None:
        """Ask it to end."""

    def kill(self) -> None:
        """End it."""


Starter = Callable[[], Process]


class Fork:
    """A function in a fork of this process: what is loaded here is not loaded again.

    Parameters:
        function, arguments: what is called there; the process ends with it.
        without: listening sockets of this process that the fork does not keep open: a port is free when we end.
    """

    def __init__(
        self, function: Callable[..., object], *arguments: object, without: Collection[socket.socket] = ()
    ) -> None:
        connections.close_all()  # (no two processes may speak through one)
        context = multiprocessing.get_context("fork")
        self._process = context.Process(target=self._run, args=(without, function, *arguments))
        self._process.start()

    @staticmethod
    def _run(without: Collection[socket.socket], function: Callable[..., object], *arguments: object) -> None:
        os.setsid()  # Ctrl-C reaches only our parent, and each child then gets exactly one signal
        for number in END_SIGNALS:
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
        for listener in without:
            listener.close()
        function(*arguments)

    def poll(self) -> int | None:
        """The code with which it ended; None as long as it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """As ``poll``, after its end.

        Raises:
            subprocess.TimeoutExpired: it runs on after ``timeout`` seconds.
        """
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout or 0.0)
        return self._process.exitcode

    def terminate(self) -> None:
        """Ask it to end."""
        self._process.terminate()

    def kill(self) -> None:
        """End it."""
        self._process.kill()


def fork_command(name: str, *arguments: str, without: Collection[socket.socket] = ()) -> Fork:
    """A command of the portal in a fork of this process; name and arguments as behind ``manage.py``."""
    return Fork(execute_from_command_line, ["manage.py", name, *arguments], without=without)


def stop(children: Mapping[str, Process]) -> None:
    """Ask all of them to end at the same time, and end those that are still there after ``STOP_SECONDS``."""
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children.values():
        try:
            child.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


@dataclass(frozen=True)
class Preparation:
    """A process that ends by itself beside the others, and what is done and started when it has."""

    name: str
    process: Process
    then: Callable[[], None]
    afterwards: Mapping[str, Starter]

    def is_over(self, write: Callable[[str], object]) -> bool | None:
        """Whether it ended well; None as long as it runs."""
        code = self.process.poll()
        if code:
            write(f"The {self.name} ended with code {code}; everything else is stopped too.")
        return None if code is None else not code


class Restarts:
    """Starts processes again that ended by themselves, with growing pauses, a few times in a row."""

    def __init__(self, starters: Mapping[str, Starter], names: Collection[str]) -> None:
        self.starters, self.names = starters, names
        self.counts = dict.fromkeys(names, 0)
        self.started = dict.fromkeys(names, time.monotonic())
        #: When to start what has ended.
        self.due: dict[str, float] = {}

    def note_end(self, name: str, code: int, write: Callable[[str], object]) -> bool:
        """Whether the others may go on without ``name``, which ended just now."""
        if name not in self.names:
            write(f"The {name} ended with code {code}; everything else is stopped too.")
            return False
        now = time.monotonic()
        if now - self.started[name] >= LONG_ENOUGH:
            self.counts[name] = 0
        if self.counts[name] < RESTARTS:
            pause = 2.0 ** self.counts[name]
            self.due[name] = now + pause
            write(f"The {name} ended with code {code} and is started again in {pause:.0f} s.")
        else:
            write(f"The {name} ended with code {code} once too often and stays off; everything else goes on.")
        self.counts[name] += 1
        return True

    def start_due(self, children: dict[str, Process]) -> None:
        """Start what has waited long enough."""
        now = time.monotonic()
        for name in [name for name, moment in self.due.items() if moment <= now]:
            del self.due[name]
            self.started[name] = now
            children[name] = self.starters[name]()


def run_together(
    starters: Mapping[str, Starter],
    when_started: Callable[[], None],
    write: Callable[[str], object],
    may_restart: Collection[str] = (),
    preparation: Preparation | None = None,
    sockets: Collection[socket.socket] = (),
) -> int:
    """Start every process, and stop all of them as soon as one ends or we are told to end.

    Args:
        starters: what starts a process, by the name to speak of it.
        when_started: called once after the start; may block, for example until the server answers.
        write: takes the lines for the person who started us.
        may_restart: what is started again when it ends, and without which the others go on.
        preparation: what was started before, and which the others do without until it ends by itself.
        sockets: listening sockets that the processes have now, and we no longer.

    Returns:
        0 after a signal, 1 when a process ended by itself.
    """
    told_to_end = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        told_to_end.set()

    former = {number: signal.signal(number, end) for number in END_SIGNALS}
    children = {name: start() for name, start in starters.items()}
    for listener in sockets:
        listener.close()
    restarts = Restarts({**starters, **(preparation.afterwards if preparation else {})}, may_restart)
    try:
        threading.Thread(target=when_started, daemon=True).start()
        while not told_to_end.wait(0.2):
            for name, code in [(name, child.poll()) for name, child in children.items()]:
                if code is not None:
                    del children[name]
                    if not restarts.note_end(name, code, write):
                        return 1
            restarts.start_due(children)
            if preparation and (is_over := preparation.is_over(write)) is not None:
                if not is_over:
                    return 1
                preparation.then()
                children |= {name: start() for name, start in preparation.afterwards.items()}
                preparation = None
        write("Stopping …")
        return 0
    finally:
        stop({**children, preparation.name: preparation.process} if preparation else children)
        for number, handler in former.items():
            signal.signal(number, handler)
