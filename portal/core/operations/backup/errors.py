"""What went wrong with a backup, in words for whoever asked for it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg


class BackupError(Exception):
    """A backup could not be made, brought back or verified; the message says why and what helps."""


@contextmanager
def in_words(failed: str) -> Iterator[None]:
    """What disk and database say becomes a ``BackupError`` that begins with ``failed``."""
    try:
        yield
    except OSError as error:
        raise BackupError(f"{failed}: {error.strerror or error}.") from error
    except (sqlite3.Error, psycopg.Error) as error:
        said = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise BackupError(f"{failed}: {said}.") from error
