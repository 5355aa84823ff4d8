"""Bulk changes: many pages are written by the portal itself, and whoever follows pages does so once, at its end.

The initial content brings its own translations, dates and addresses. Frame, search index and translation states ask
here whether to wait for ``pages_loaded``.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from portal.core.hooks.signals import pages_loaded

_under_way: ContextVar[bool] = ContextVar("bulk_change", default=False)


@contextmanager
def bulk_change(*, index_later: bool = False) -> Iterator[None]:
    """Hold back what follows from each page, and send ``pages_loaded`` at the end; inside another one, nothing more.

    Parameters:
        index_later: let the worker build the search index, instead of waiting for it.
    """
    is_within = is_bulk_change()
    with held_back():
        yield
    if not is_within:
        pages_loaded.send(sender=None, index_later=index_later)


@contextmanager
def held_back() -> Iterator[None]:
    """Hold back what follows from each page; whoever asks for this sees to it that it follows."""
    token = _under_way.set(True)
    try:
        yield
    finally:
        _under_way.reset(token)


def is_bulk_change() -> bool:
    """Whether what is saved and published now is part of a bulk change."""
    return _under_way.get()


@contextmanager
def rare_garbage_collection() -> Iterator[None]:
    """Migrations and content make many objects that stay: looking for garbage among them costs up to a fifth."""
    former = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*former)
        gc.unfreeze()
