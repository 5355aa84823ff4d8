"""What every service has in common."""

import socket
import subprocess
from contextlib import ExitStack
from dataclasses import dataclass, field

STOP_SECONDS = 20


class Unavailable(Exception):  # noqa: N818 (it reads as what it is: a reason, not a fault)
    """The service cannot be had on this machine; the message says what is missing."""


@dataclass(frozen=True)
class Service:
    """A running service and how the tests find it."""

    name: str
    about: str
    variables: dict[str, str] = field(default_factory=dict)


def free_ports(number: int) -> list[int]:
    """Different TCP ports of the loopback address that nobody uses at this moment."""
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(number)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]


def free_port() -> int:
    """A TCP port of the loopback address that nobody uses at this moment."""
    return free_ports(1)[0]


def stop(process: subprocess.Popen, signal_number: int) -> None:
    """Ask a process that we started to end, and end it after ``STOP_SECONDS``."""
    if process.poll() is None:
        process.send_signal(signal_number)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
