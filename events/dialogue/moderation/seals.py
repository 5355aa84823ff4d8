"""Optimistic locking of contributions: a seal says what somebody saw, and a decision about anything else is refused.

A decision of the desk changes the seal, and so does the author who edits, withdraws or appeals: nobody shows a text
that they have not read.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from django.utils.dateparse import parse_datetime

from events.dialogue.models import Contribution, DialogueLog

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
#: Beside these: numbers of the contributions that were linked elsewhere by it, and of the entry in the log.
MOVED, ENTRY = "moved", "entry"


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
    #: What ``undo`` needs to take the decision back; empty if there is nothing to take back.
    kept: Mapping[str, str] = field(default_factory=dict)


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


def keep(before: Mapping[str, object], contribution: Contribution) -> dict[str, str]:
    """What is needed to take a decision back: what the contribution was ``before``, and the seal of what it is now."""
    values = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in before.items()}
    return {"contribution": str(contribution.pk), "seal": seal(contribution), "before": json.dumps(values)}


def read_kept(kept: Mapping[str, str]) -> tuple[int, str, dict[str, Any]]:
    """Number, seal and former values of a contribution."""
    values = json.loads(kept["before"])
    moments = {
        name: parse_datetime(values[name]) if values[name] else None
        for name in ("decided_at", "published_at", "erase_at")
    }
    return int(kept["contribution"]), kept["seal"], {**values, **moments}
