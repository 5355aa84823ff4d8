"""Until when a page is right by itself: the next moment at which something begins, ends, opens or closes."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from django.db import connection
from django.utils import timezone

HOUR = 3600


def next_moment(columns: Mapping[str, tuple[str, ...]], tables: Iterable[str]) -> float:
    """The next moment of ``tables``, in seconds since 1970; infinite for those without times.

    Where there are times, midnight counts too, for what says "today" or counts days: any full hour may be one.
    """
    asked = [(table, column) for table in tables for column in columns.get(table, ())]
    if not asked:
        return float("inf")
    now = timezone.now().timestamp()
    found = [now - now % HOUR + HOUR]
    quote = connection.ops.quote_name
    union = " UNION ALL ".join(
        f"SELECT MIN({quote(column)}) FROM {quote(table)} WHERE {quote(column)} > %s"  # noqa: S608 (our own names)
        for table, column in asked
    )
    # The moment of now, as the database compares it.
    moment = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(union, [moment] * len(asked))
        found += [_read(value).timestamp() for (value,) in cursor.fetchall() if value is not None]
    return min(found)


def _read(value: datetime | str) -> datetime:
    """A moment as the driver gives it: SQLite keeps it as text, in UTC."""
    read = datetime.fromisoformat(value) if isinstance(value, str) else value
    return read if timezone.is_aware(read) else read.replace(tzinfo=UTC)
