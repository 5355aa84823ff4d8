"""Commands that leave nothing half done when they are told to end."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


def _end(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


@contextmanager
def ends_when_told() -> Iterator[None]:
    """SIGTERM ends the process as Ctrl-C does: what was begun is cleared away."""
    former = signal.signal(signal.SIGTERM, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, former)
