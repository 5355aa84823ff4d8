"""Waiting for what other threads, processes and servers do."""

import time
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, connection


def wait_for(what: Callable[[], object], within: float = 60) -> None:
    """Wait until it is so; whatever fails meanwhile is tried again.

    Parameters:
        within: seconds after which it is a failure.
    """
    until, error = time.monotonic() + within, None
    while time.monotonic() < until:
        try:
            if what():
                return
        except Exception as failed:  # noqa: BLE001 (told if it stays)
            if isinstance(failed, DatabaseError | InterfaceError):
                connection.close()
            error = failed
        time.sleep(0.1)
    raise AssertionError(f"not within {within} s: {error!r}")
