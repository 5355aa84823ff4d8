"""Reactions to statements: agree, disagree, pass; sent in batches, stored once each whatever is repeated."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import OuterRef, Subquery

from events.dialogue.enums import ContributionState, Phase, ReactionValue
from events.dialogue.live.statements import GRACE
from events.dialogue.models import Contribution, Participant, Reaction

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


def react(participant: Participant, batch: Sequence[Wanted | None], now: datetime) -> Stored:
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
    found = {statement.public_id: statement for statement in _statements(participant, list(last))} if last else {}
    rows, gone = [], []
    for public_id, (index, value) in last.items():
        statement = found.get(public_id)
        fault = _fault(statement, participant, now)
        if statement is None or fault:
            stored.refused.append((index, fault or Fault.UNKNOWN))
            continue
        stored.taken[public_id] = (statement.before, value)
        if value is None:
            gone.append(statement.pk)
        else:
            minute = now.replace(second=0, microsecond=0)
            rows.append(Reaction(participant=participant, contribution=statement, value=value, minute=minute))
    store(rows)
    if gone:
        Reaction.objects.filter(participant=participant, contribution__in=gone).delete()
    stored.refused.sort()
    return stored


def store(rows: list[Reaction]) -> None:
    """Write reactions in one statement of SQL: where there was one, its value is replaced."""
    if rows:
        Reaction.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["participant", "contribution"],
            update_fields=["value", "minute"],
        )


def _statements(participant: Participant, public_ids: list[str]) -> Any:
    """The statements, each with the participant's reaction to it (``before``)."""
    mine = Reaction.objects.filter(participant=participant, contribution=OuterRef("pk")).values("value")
    return (
        Contribution.objects.filter(public_id__in=public_ids, occasion=participant.occasion_id)
        .select_related("round")
        .annotate(before=Subquery(mine))
    )


def _fault(statement: Any, participant: Participant, now: datetime) -> Fault | None:
    if statement is None or statement.state != ContributionState.PUBLISHED or statement.round is None:
        return Fault.UNKNOWN
    if statement.participant_id == participant.pk:
        return Fault.OWN
    round_, occasion = statement.round, participant.occasion
    if occasion is None or occasion.frozen or not occasion.live_code:
        return Fault.PHASE
    if round_.paused or not takes_reactions(round_.phase, round_.phase_at, now):
        return Fault.PHASE
    return None


def takes_reactions(phase: str, since: datetime, now: datetime) -> bool:
    """Whether a round takes reactions: while they are asked for, and for a minute after it was closed."""
    return phase in {Phase.REACT, Phase.WALL} or (phase == Phase.CLOSED and now - since <= GRACE)
