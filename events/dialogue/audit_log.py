"""Writing the audit log of the dialogue: numbers and codes, never texts or people who took part."""

from dataclasses import dataclass
from datetime import datetime

from events.dialogue.enums import LogAction, LogActor
from events.dialogue.models import DialogueLog, Occasion
from portal.core.users.models import User


@dataclass(frozen=True)
class By:
    """The actor of an entry; only editors are named."""

    actor: LogActor
    user: User | None = None


AUTHOR = By(LogActor.AUTHOR)
READER = By(LogActor.READER)
EXPERT = By(LogActor.EXPERT)
SYSTEM = By(LogActor.SYSTEM)


def desk(user: User) -> By:
    """An organiser at the desk."""
    return By(LogActor.DESK, user)


def record(
    action: LogAction,
    by: By,
    now: datetime,
    *,
    occasion: Occasion | None,
    number: object = "",
    from_state: str = "",
    to_state: str = "",
    reason: str = "",
    amount: int | None = None,
) -> None:
    """Add an entry.

    Parameters:
        number: public id of a contribution or theme, or the number of a round.
        reason: a code of the closed lists.
    """
    DialogueLog.objects.create(
        occasion=occasion,
        action=action,
        actor=by.actor,
        user=by.user,
        number=str(number),
        from_state=from_state,
        to_state=to_state,
        reason=reason,
        amount=amount,
        at=now,
    )
