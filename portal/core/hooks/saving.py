"""Whether a page is being saved, and the rows of its lists with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_saving: ContextVar[bool] = ContextVar("saving_page", default=False)


@contextmanager
def saving_page() -> Iterator[None]:
    """What is saved within belongs to a page, which is saved too."""
    token = _saving.set(True)
    try:
        yield
    finally:
        _saving.reset(token)


def is_page_saved() -> bool:
    """Whether a page is being saved now."""
    return _saving.get()
