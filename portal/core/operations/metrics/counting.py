"""Counters: what each process counts is added to the database every few seconds, so that one answer has all of them.

A counter is registered by its name, and its values come from the code: never an address, a path or anything typed.
"""

import atexit
import logging
import os
import threading
import time
from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction

from portal.core.models import MetricCount
from portal.core.operations.database import TROUBLE

logger = logging.getLogger(__name__)
#: Seconds between two additions to the database.
FLUSH_EVERY = 10
#: Between the values of several labels, in the database.
SEPARATOR = "|"


@dataclass(frozen=True)
class Counted:
    """One kind of thing that is counted."""

    name: str
    meaning: str
    labels: tuple[str, ...]


#: Everything registered, by name.
COUNTERS: dict[str, Counted] = {}
_fresh: Counter[tuple[str, str]] = Counter()
_lock = threading.Lock()
#: The process whose thread adds up: threads do not survive a fork.
_adding_up: int | None = None


def register(name: str, meaning: str, *labels: str) -> None:
    """Make a counter known; to be called in an ``AppConfig.ready``.

    Parameters:
        name: without the prefix ``portal_`` and the suffix ``_total``.
    """
    COUNTERS[name] = Counted(name, meaning, labels)


def register_own() -> None:
    """What the foundation counts."""
    register("requests", "Requests answered.", "status", "kind")
    register("page_cache", "Public pages, by how the page cache came by them.", "result")
    register("bounces", "Reports of mails that could not be delivered.", "fate")


def count(name: str, *values: str, number: int = 1) -> None:
    """Count something that happened, with the values of its labels. Costs microseconds, and nothing without metrics.

    Raises:
        KeyError: no such counter is registered.
    """
    if not settings.METRICS_LISTEN:
        return
    if len(values) != len(COUNTERS[name].labels):
        raise ValueError(f"The counter {name} has the labels {COUNTERS[name].labels}.")
    with _lock:
        _fresh[name, SEPARATOR.join(values)] += number
    _begin_to_add_up()


def flush() -> None:
    """Add what was counted since the last time to the database; while that is away it is kept."""
    with _lock:
        counted = dict(_fresh)
        _fresh.clear()
    if not counted:
        return
    statement = (
        f"INSERT INTO {MetricCount._meta.db_table} (name, labels, value) VALUES (%s, %s, %s)"  # noqa: S608 (our own name)
        f" ON CONFLICT (name, labels) DO UPDATE SET value = {MetricCount._meta.db_table}.value + excluded.value"
    )
    try:
        # In one order, so that two processes never wait for each other.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(statement, [(*key, number) for key, number in sorted(counted.items())])
    except TROUBLE:
        with _lock:
            _fresh.update(counted)


def _begin_to_add_up() -> None:
    global _adding_up  # noqa: PLW0603 (one thread of the process)
    if _adding_up == os.getpid():
        return
    with _lock:
        if _adding_up == os.getpid():
            return
        _adding_up = os.getpid()
    threading.Thread(target=_add_up, name="metrics", daemon=True).start()
    atexit.register(flush)


def _add_up() -> None:
    while True:
        time.sleep(FLUSH_EVERY)
        try:
            flush()
        except Exception:
            logger.exception("What was counted could not be stored")
        finally:
            connection.close()
