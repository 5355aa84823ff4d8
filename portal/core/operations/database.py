"""Database outages: it is away, locked, read-only or full."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

from django.db import InterfaceError, InternalError, OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)
#: What a database raises that is away, locked, read-only or full; nothing is wrong with what was asked of it.
TROUBLE = (OperationalError, InterfaceError, InternalError)
#: PostgreSQL's states for one statement that failed: cancelled, a lock not given, a deadlock, a conflict.
ONE_STATEMENT = {"57014", "55P03", "40P01", "40001"}
#: Seconds after which a visitor is told to try again rather than left waiting for a lock.
VISITORS_PATIENCE = 5.0
#: Seconds that one statement may take on PostgreSQL: of a web request, and of the worker, less than a task may take
#: (``task_queue.LOST_AFTER``). Other commands have no limit: somebody waits for them.
LONGEST_STATEMENT, LONGEST_OF_THE_WORKER = 30, 600


def is_whole_database(error: Exception) -> bool:
    """Whether the database as a whole cannot be used, not merely a row that others hold for too long."""
    state = getattr(error.__cause__, "sqlstate", None)
    return isinstance(error, TROUBLE) and state not in ONE_STATEMENT


@contextmanager
def impatient(seconds: float = VISITORS_PATIENCE) -> Iterator[None]:
    """Wait for a locked database no longer than ``seconds``.

    SQLite only: PostgreSQL locks rows, and who takes such a lock sets the time for it.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
    try:
        yield
    finally:
        # Not through a cursor of Django, which refuses to work within a transaction that is broken.
        if connection.connection is not None:
            connection.connection.execute(f"PRAGMA busy_timeout = {int(before)}")


def waits_briefly(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose forms are stored within seconds or answered with "try again"."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with impatient():
            return view(request, *args, **kwargs)

    return wrapped


def not_stored(error: Exception) -> str:
    """What a form says that could not be stored; the log says why."""
    logger.error("A form could not be stored: %s", describe(error))
    return _("The portal cannot store anything just now. What you wrote is still here: send it again in a minute.")


def describe(error: Exception) -> str:
    """The first line of what the database said."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:150]


def limit_statements(seconds: int = LONGEST_STATEMENT) -> None:
    """Let PostgreSQL end statements that take longer, in all connections that this process makes from now on.

    The limit that was set last holds.
    """

    def limit(connection: BaseDatabaseWrapper, **kwargs: object) -> None:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"SET statement_timeout = '{seconds}s'")

    connection_created.disconnect(dispatch_uid="portal-limit-statements")
    connection_created.connect(limit, weak=False, dispatch_uid="portal-limit-statements")
