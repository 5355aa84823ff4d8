"""What every service has in common."""

import random
import socket
import subprocess
from contextlib import suppress
from dataclasses import dataclass, field

STOP_SECONDS = 20
#: Below what Linux and others use for outgoing connections.
PORTS = range(10_000, 32_768)
#: Not the one that tests may seed.
_RANDOM = random.SystemRandom()
_given: set[int] = set()


class Unavailable(Exception):  # noqa: N818 (it reads as what it is: a reason, not a fault)
    """The service cannot be had on this machine; the message says what is missing."""


@dataclass(frozen=True)
class Service:
    """A running service and how the tests find it."""

    name: str
    about: str
    variables: dict[str, str] = field(default_factory=dict)


def free_ports(number: int) -> list[int]:
    """Different TCP ports of the loopback address that nobody uses at this moment.

    They are none of those that the system gives to outgoing connections and to whoever asks for any: what is started
    with one of them minutes later would sometimes find it taken, by a test that runs beside or by a client.
    """
    found: list[int] = []
    while len(found) < number:
        port = _RANDOM.choice(PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            if port not in _given:
                _given.add(port)
                found.append(port)
    return found


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
