"""Leaving participants out of the counts, with a reason; and what may be a reason: equal reactions from one network."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, QuerySet, Sum

from events.dialogue.audit_log import desk, record
from events.dialogue.enums import LogAction
from events.dialogue.models import Occasion, Participant, Reaction
from events.dialogue.opinions.analysing import leave_groups
from portal.core.i18n.text import tidy_line
from portal.core.users.models import User

#: Reactions that make a pattern, and participants who have the same.
LEAST_REACTIONS, LEAST_PEOPLE = 5, 2
#: Equal patterns within so long are listed.
WITHIN = timedelta(minutes=10)


@dataclass(frozen=True)
class Pattern:
    """Participants of one network with the same reactions to the same statements, within ten minutes."""

    participants: tuple[UUID, ...]
    reactions: int
    since: datetime
    until: datetime


def equal_patterns(occasion: Occasion) -> list[Pattern]:
    """Patterns that a facilitator should look at, the largest first. They prove nothing: a table may agree."""
    given_by_alike = _of_networks(occasion).filter(participant__in=_maybe_alike(occasion))
    rows = given_by_alike.values_list("participant", "participant__network", "contribution", "value", "minute")
    reactions: dict[tuple[UUID, str], list[tuple[int, int, datetime]]] = defaultdict(list)
    for participant, network, statement, value, minute in rows:
        reactions[participant, network].append((statement, value, minute))
    alike: dict[tuple[str, frozenset[tuple[int, int]]], list[tuple[UUID, datetime, datetime]]] = defaultdict(list)
    for (participant, network), given in reactions.items():
        if len(given) >= LEAST_REACTIONS:
            minutes = [minute for _statement, _value, minute in given]
            pattern = frozenset((statement, value) for statement, value, _minute in given)
            alike[network, pattern].append((participant, min(minutes), max(minutes)))
    found = [
        Pattern(tuple(who for who, _since, _until in group), len(pattern), group[0][1], max(one[2] for one in group))
        for (_network, pattern), people in alike.items()
        for group in _within(sorted(people, key=lambda one: one[1]))
    ]
    return sorted(found, key=lambda pattern: -len(pattern.participants))


def _of_networks(occasion: Occasion) -> QuerySet[Reaction]:
    """Reactions of those whose network is still known and who are counted."""
    counted = Reaction.objects.filter(participant__occasion=occasion, participant__excluded_at=None)
    return counted.exclude(participant__network="")


def _maybe_alike(occasion: Occasion) -> list[UUID]:
    """Participants who share network, number of reactions and two sums over them with somebody.

    The database adds up, so that a hall of a thousand is not read for the few who may be alike.
    """
    weight, statement = F("value") + 2, F("contribution_id")
    people = (
        _of_networks(occasion)
        .values_list("participant", "participant__network")
        .annotate(number=Count("*"), sums=Sum(statement * weight), squares=Sum(statement * statement * weight))
        .filter(number__gte=LEAST_REACTIONS)
        .order_by()
    )
    alike: dict[tuple[object, ...], list[UUID]] = defaultdict(list)
    for participant, *shared in people:
        alike[tuple(shared)].append(participant)
    return [one for group in alike.values() if len(group) >= LEAST_PEOPLE for one in group]


def _within(people: list[tuple[UUID, datetime, datetime]]) -> list[list[tuple[UUID, datetime, datetime]]]:
    """Groups of people, in the order in which they began, whose reactions lie within ``WITHIN``."""
    groups: list[list[tuple[UUID, datetime, datetime]]] = []
    for one in people:
        if groups and one[2] - groups[-1][0][1] <= WITHIN:
            groups[-1].append(one)
        else:
            groups.append([one])
    return [group for group in groups if len(group) >= LEAST_PEOPLE]


@transaction.atomic
def exclude(occasion: Occasion, participants: list[UUID], because: str, user: User, now: datetime) -> int:
    """Leave participants out of the counts; returns how many. What they wrote stays where it is."""
    reason = tidy_line(because)[:200]
    if not reason:
        return 0
    counted = Participant.objects.filter(occasion=occasion, pk__in=participants, excluded_at=None)
    number = counted.update(excluded_at=now, excluded_because=reason)
    if number:
        leave_groups(occasion, participants)
        record(LogAction.EXCLUDE, desk(user), now, occasion=occasion, amount=number)
    return number


@transaction.atomic
def readmit(occasion: Occasion, participant: UUID, user: User, now: datetime) -> int:
    """Count a participant again."""
    excluded = Participant.objects.filter(occasion=occasion, pk=participant, excluded_at__isnull=False)
    number = excluded.update(excluded_at=None, excluded_because="")
    if number:
        record(LogAction.READMIT, desk(user), now, occasion=occasion, amount=number)
    return number
