"""Publication guards: asked before a revision is published, in whatever way it came to that."""

from collections.abc import Callable
from typing import Any

from wagtail.models import Revision

from portal.core.types import AnyUser

#: Takes the revision, who publishes it (None: the portal itself) and Wagtail's log action; says whether it may go on.
Guard = Callable[[Revision, AnyUser | None, Any], bool]
_guards: list[Guard] = []


def register_guard(guard: Guard) -> None:
    """Have ``guard`` asked too; to be called in an ``AppConfig.ready``."""
    _guards.append(guard)


def may_be_published(revision: Revision, user: AnyUser | None, log_action: object) -> bool:
    """Whether no guard holds ``revision`` back."""
    return all(guard(revision, user, log_action) for guard in _guards)
