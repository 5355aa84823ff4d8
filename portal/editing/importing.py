"""Says that an import is under way, which brings its own translations and knows of no changes by people."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_under_way: ContextVar[bool] = ContextVar("import_under_way", default=False)


@contextmanager
def under_way() -> Iterator[None]:
    """Leave translations and dates of change to the import."""
    token = _under_way.set(True)
    try:
        yield
    finally:
        _under_way.reset(token)


def is_under_way() -> bool:
    """Whether what is published now comes out of the content files."""
    return _under_way.get()
