"""Trouble with the database as a whole: it is away, locked, read-only or full."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import InterfaceError, InternalError, OperationalError, connection

#: What a database raises that is away, locked, read-only or full; nothing is wrong with what was asked of it.
TROUBLE = (OperationalError, InterfaceError, InternalError)
#: Seconds after which a visitor is told to try again rather than left waiting for a lock.
VISITORS_PATIENCE = 4.0


@contextmanager
def impatient(seconds: float = VISITORS_PATIENCE) -> Iterator[None]:
    """Wait for a locked database no longer than ``seconds``.

    SQLite only: PostgreSQL locks rows, and who takes such a lock sets the time for it.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        before = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
    try:
        yield
    finally:
        # Not through a cursor of Django, which refuses to work within a transaction that is broken.
        if connection.connection is not None:
            connection.connection.execute(f"PRAGMA busy_timeout = {int(before)}")
