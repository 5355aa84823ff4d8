"""``itertools.batched`` for Python 3.11; delete when 3.12 is the oldest version supported."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batched(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Tuples of at most ``size`` items."""
    iterator = iter(items)
    while batch := tuple(islice(iterator, size)):
        yield batch
