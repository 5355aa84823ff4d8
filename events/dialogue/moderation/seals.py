"""Optimistic locking of contributions: a seal says what somebody saw, and a decision about anything else is refused.

A decision of the desk changes the seal, and so does the author who edits, withdraws or appeals: nobody shows a text
that they have not read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from django.core import signing
from django.utils.dateparse import parse_datetime

from events.dialogue.models import Contribution, DialogueLog
from portal.core.users.models import User

#: How long a decision can be taken back by a button. Later it is changed by another decision.
UNDO_SECONDS = 10
#: For the way between the button and the portal.
_GRACE_SECONDS = 5
_SALT = "dialogue.undo"
#: What a decision changes, and what taking it back restores.
DECIDED = (
    "state",
    "hold_reason",
    "reason",
    "reason_text",
    "decided_by_id",
    "decided_at",
    "published_at",
    "refused_by_id",
    "erase_at",
    "same_as_id",
)
#: Beside these: numbers of the contributions that were linked elsewhere by it.
MOVED = "moved"


class Result(StrEnum):
    """What became of a decision."""

    DONE = "done"
    #: It was so already.
    UNCHANGED = "unchanged"
    #: Somebody changed it meanwhile.
    STALE = "stale"
    #: Nobody decides about a text of their own.
    OWN = "own"
    #: Whoever refused a contribution does not decide the appeal.
    SAME_PERSON = "same_person"
    #: The state does not allow it.
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True)
class Outcome:
    """What became of a decision, and what the person at the desk is told beside it."""

    result: Result
    #: The last entry of the log about the thing, if it was changed meanwhile.
    entry: DialogueLog | None = None
    #: Takes the decision back within ``UNDO_SECONDS``.
    undo: str = ""


def seal(contribution: Contribution) -> str:
    """What somebody saw of a contribution, in twelve characters."""
    moments = [contribution.decided_at, contribution.appealed_at, contribution.withdrawn_at]
    seen = [
        contribution.pk,
        contribution.state,
        contribution.hold_reason,
        contribution.reason,
        contribution.same_as_id,
        *(moment.timestamp() if moment else "" for moment in moments),
        contribution.text,
    ]
    return sha256("\x1f".join(map(str, seen)).encode()).hexdigest()[:12]


def decided_values(contribution: Contribution) -> dict[str, object]:
    """What a decision may change, as it is now."""
    return {name: getattr(contribution, name) for name in DECIDED}


def undo_token(before: Mapping[str, object], contribution: Contribution, user: User, now: datetime) -> str:
    """A signed token that takes a decision back: for this person, and as long as nothing else happens."""
    values = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in before.items()}
    data = [contribution.pk, user.pk, seal(contribution), now.timestamp(), values]
    return signing.dumps(data, salt=_SALT, compress=True)


def read_undo(token: str, user: User, now: datetime) -> tuple[int, str, dict[str, Any]] | None:
    """Number, seal and former values of a contribution; None for a token that is old, foreign or made up."""
    try:
        number, user_id, seen, at, values = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if user_id != user.pk or not 0 <= now.timestamp() - at <= UNDO_SECONDS + _GRACE_SECONDS:
        return None
    moments = ("decided_at", "published_at", "erase_at")
    return (
        number,
        seen,
        {**values, **{name: parse_datetime(values[name]) if values[name] else None for name in moments}},
    )
