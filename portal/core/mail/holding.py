"""Delayed sending of what follows from an action that can still be undone: held under a name, dropped by that name."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

#: How long mails wait. Well over the time in which an action can be taken back: none is on its way by then.
HELD_FOR = timedelta(seconds=60)
#: Where the name stands in the context of a mail's template.
NAME = "held_as"
_held: ContextVar[str] = ContextVar("held", default="")


@contextmanager
def holding(name: str) -> Iterator[None]:
    """Have the mails to editors wait that are queued meanwhile, so that ``drop`` can take them away again."""
    token = _held.set(name)
    try:
        yield
    finally:
        _held.reset(token)


def held_as() -> str:
    """The name under which mails are held now; empty if they are sent at once."""
    return _held.get()


def drop(name: str) -> int:
    """Take the mails away that wait under ``name``; returns how many."""
    waiting = DBTaskResult.objects.filter(
        **{f"args_kwargs__args__2__{NAME}": name}, status=TaskResultStatus.READY, queue_name="mail"
    )
    return waiting.delete()[0]
