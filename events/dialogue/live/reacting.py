"""Reactions to statements: agree, disagree, pass; sent in batches, stored once each whatever is repeated."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from events.dialogue.enums import ContributionState, Phase, ReactionValue
from events.dialogue.live.hot import Person, Target, find_targets, store
from events.dialogue.live.statements import GRACE
from events.dialogue.models import Reaction

#: Reactions in one request.
MOST_REACTIONS = 20


class Fault(StrEnum):
    """Why one reaction of a batch was not taken; the others are."""

    #: Not a statement that is shown in this room.
    UNKNOWN = "unknown"
    #: Nobody reacts to a statement of their own.
    OWN = "own"
    #: Not one of the three values.
    VALUE = "value"
    #: The batch holds more than ``MOST_REACTIONS``.
    TOO_MANY = "too_many"
    #: The round does not take reactions in its present phase.
    PHASE = "phase"


@dataclass(frozen=True)
class Wanted:
    """One reaction as it was sent: None as value takes back."""

    public_id: str
    value: int | None


@dataclass
class Stored:
    """What became of a batch."""

    #: Public ids of the statements, with the value before and now.
    taken: dict[str, tuple[int | None, int | None]] = field(default_factory=dict)
    #: Index in the batch, and why.
    refused: list[tuple[int, Fault]] = field(default_factory=list)

    @property
    def status(self) -> int:
        """Of the answer: 200 if anything was taken or there was nothing, 409 if nothing fits the phase, else 422."""
        if self.taken or not self.refused:
            return 200
        return 409 if all(fault == Fault.PHASE for _index, fault in self.refused) else 422


def react(person: Person, batch: Sequence[Wanted | None], now: datetime) -> Stored:
    """Store a batch of reactions of one participant. Each can be repeated: the latest one counts.

    Parameters:
        batch: in the order in which they were sent; None for what could not be read.
    """
    stored, last = Stored(), {}
    for index, wanted in enumerate(batch):
        if index >= MOST_REACTIONS:
            stored.refused.append((index, Fault.TOO_MANY))
        elif wanted is None or wanted.value not in {*ReactionValue.values, None}:
            stored.refused.append((index, Fault.VALUE))
        else:
            last[wanted.public_id] = (index, wanted.value)
    found = find_targets(person, list(last), now - GRACE)
    given, gone = {}, []
    for public_id, (index, value) in last.items():
        target = found.get(public_id)
        fault = _fault(target, person)
        if target is None or fault:
            stored.refused.append((index, fault or Fault.UNKNOWN))
            continue
        stored.taken[public_id] = (target.before, value)
        if value is None:
            gone.append(target.pk)
        else:
            given[target.pk] = value
    store(person, given, now.replace(second=0, microsecond=0))
    if gone:
        Reaction.objects.filter(participant=UUID(str(person.key)), contribution__in=gone).delete()
    stored.refused.sort()
    return stored


def _fault(target: Target | None, person: Person) -> Fault | None:
    if target is None or target.state != ContributionState.PUBLISHED:
        return Fault.UNKNOWN
    if target.is_own:
        return Fault.OWN
    if person.frozen or not person.live_code or target.paused:
        return Fault.PHASE
    return None if takes_reactions(target.phase, is_recent=target.is_recent) else Fault.PHASE


def takes_reactions(phase: str, *, is_recent: bool) -> bool:
    """Whether a round takes reactions: while they are asked for, and for a minute after it was closed."""
    return phase in {Phase.REACT, Phase.WALL} or (phase == Phase.CLOSED and is_recent)
