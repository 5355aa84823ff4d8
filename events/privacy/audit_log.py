"""Writing the audit log."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from events.enums import Action, Actor
from events.models import Event, LogEntry, Registration
from portal.core.types import AnyUser


@dataclass(frozen=True)
class By:
    """The actor of an entry: a registrant by a mailed link, an editor at the desk, or the portal itself."""

    actor: Actor
    user: Any = None


SELF = By(Actor.SELF)
SYSTEM = By(Actor.SYSTEM)


def desk(user: AnyUser) -> By:
    """An editor at the registration desk."""
    return By(Actor.DESK, user)


def record(
    action: Action,
    by: By,
    now: datetime,
    *,
    event: Event,
    registration: Registration | None = None,
    from_state: str = "",
    amount: int | None = None,
) -> None:
    """Add an entry to the audit log. It names the registration by its number only."""
    LogEntry.objects.create(
        event=event,
        registration_number=registration.pk if registration else None,
        action=action,
        from_state=from_state,
        to_state=registration.state if registration else "",
        actor=by.actor,
        user=by.user,
        amount=amount,
        at=now,
    )
