"""The numbers of a report, frozen when it is published: counts and public ids, never a text of anybody."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Max, Q, QuerySet

from events.dialogue.analysis.opinions import wilson
from events.dialogue.enums import ContributionState, Decision, ReactionValue
from events.dialogue.models import Contribution, Occasion, Reaction, Reply, Theme, ThemeMember
from events.dialogue.queries import published
from portal.core.hooks.comments import PARAGRAPH

#: Languages and countries of fewer contributions are added up: a small group can be recognised.
LEAST_BROKEN_DOWN = 10
#: Reactions from which it is said that many agree, and verified participants from which they are looked at alone.
LEAST_REACTIONS = 5
#: Statements that stand in a report as agreed by many.
MOST_AGREED = 10
#: Decisions that brought something into the text.
TAKEN_UP = {Decision.TAKEN_UP, Decision.PARTLY}

Tally = dict[int, dict[int, int]]


def frozen_numbers(occasion: Occasion, now: datetime) -> dict[str, Any]:
    """What a report that is published at ``now`` says in numbers."""
    given = Contribution.objects.filter(occasion=occasion, by_organiser=False)
    shown = given.filter(state=ContributionState.PUBLISHED)
    participants = occasion.participants.filter(
        Q(contributions__isnull=False) | Q(reactions__isnull=False) | Q(joined_hour__isnull=False)
    ).distinct()
    counted, verified = _tallies(occasion)
    agreed = _many_agree(counted)
    return {
        "at": now.isoformat(),
        "contributions": shown.count(),
        "by_stage": _by(shown, "stage"),
        "by_channel": _by(shown, "channel"),
        "by_language": _broken_down(_by(shown, "language")),
        "by_country": _broken_down(_by(shown.exclude(country=""), "country")),
        "refused": _by(given.filter(state=ContributionState.REFUSED), "reason"),
        "withdrawn": given.filter(state=ContributionState.WITHDRAWN).count(),
        "participants": participants.count(),
        "verified": participants.filter(verified=True).count(),
        "excluded": participants.filter(excluded_at__isnull=False).count(),
        "reacted": _reacted(occasion).values("participant").distinct().count(),
        "agreed": [[pk_to_id, *counts] for pk_to_id, counts in _named(agreed[:MOST_AGREED], counted)],
        "changed_by_verified": _changed(agreed, verified),
        "themes": _themes(occasion),
        "paragraphs": _paragraphs(occasion),
    }


def _by(contributions: QuerySet[Contribution], field: str) -> dict[str, int]:
    return dict(Counter(contributions.order_by().values_list(field, flat=True)).most_common())


def _broken_down(counts: dict[str, int]) -> dict[str, int]:
    """Groups of ten or more by name; the rest added up under an empty name, if nobody can be told from it."""
    named = {name: count for name, count in counts.items() if count >= LEAST_BROKEN_DOWN}
    rest = sum(counts.values()) - sum(named.values())
    return {**named, "": rest} if rest else named


def _reacted(occasion: Occasion) -> QuerySet[Reaction]:
    """Reactions that count: to what is shown, of those who were not excluded."""
    return Reaction.objects.filter(
        contribution__occasion=occasion,
        contribution__state=ContributionState.PUBLISHED,
        participant__excluded_at=None,
    )


def _tallies(occasion: Occasion) -> tuple[Tally, Tally]:
    """Of each contribution how often each reaction was given: by all, and by verified participants alone."""
    everybody: Tally = defaultdict(lambda: defaultdict(int))
    verified: Tally = defaultdict(lambda: defaultdict(int))
    rows = _reacted(occasion).order_by().values_list("contribution", "value", "participant__verified")
    for contribution, value, is_verified in rows.iterator():
        everybody[contribution][value] += 1
        verified[contribution][value] += int(is_verified)
    return everybody, verified


def is_agreed(agree: int, disagree: int, passed: int) -> bool:
    """Whether many agree: of those who took a side more than half, by the lower end of Wilson's 95 % interval."""
    sides = agree + disagree
    if sides + passed < LEAST_REACTIONS or not sides:
        return False
    return wilson(agree, sides).low > 0.5


def _counts(tally: dict[int, int]) -> tuple[int, int, int]:
    return tuple(tally.get(value, 0) for value in (ReactionValue.AGREE, ReactionValue.DISAGREE, ReactionValue.PASS))  # type: ignore[return-value]


def _many_agree(tallies: Tally) -> list[int]:
    """Contributions that many agree with, those with most agreement first."""
    found = [pk for pk, tally in tallies.items() if is_agreed(*_counts(tally))]
    return sorted(found, key=lambda pk: (-_counts(tallies[pk])[0], pk))


def _named(contributions: list[int], tallies: Tally) -> Iterable[tuple[str, tuple[int, int, int]]]:
    ids = dict(Contribution.objects.filter(pk__in=contributions).values_list("pk", "public_id"))
    return [(ids[pk], _counts(tallies[pk])) for pk in contributions]


def _changed(agreed: list[int], verified: Tally) -> int | None:
    """How many of those that many agree with would not be so if verified participants alone were counted.

    None: fewer verified participants reacted than one can say anything of.
    """
    enough = [pk for pk in agreed if sum(_counts(verified.get(pk, {}))) >= LEAST_REACTIONS]
    if not enough:
        return None
    return sum(not is_agreed(*_counts(verified[pk])) for pk in enough)


def _themes(occasion: Occasion) -> list[list[str | int]]:
    """(public id of a theme, published contributions in it, decision) in the order of the themes."""
    themes = list(Theme.objects.filter(occasion=occasion, merged_into=None))
    members = ThemeMember.objects.filter(theme__in=themes, contribution__state=ContributionState.PUBLISHED)
    sizes = Counter(members.order_by().values_list("theme", flat=True))
    decisions = dict(Reply.objects.filter(theme__in=themes, expert=None).values_list("theme", "decision"))
    return [[theme.public_id, sizes[theme.pk], decisions.get(theme.pk, "")] for theme in themes]


def _paragraphs(occasion: Occasion) -> list[list[str | int]]:
    """(short id of a paragraph, published comments, how many have a reply, how many were taken up), most said first."""
    shown = published().filter(occasion=occasion, subject_kind=PARAGRAPH, by_organiser=False)
    replies = decisions_about(shown)
    rows: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for pk, key in shown.order_by().values_list("pk", "subject_key"):
        row = rows[key]
        row[0] += 1
        row[1] += bool(replies[pk])
        row[2] += bool(replies[pk] & TAKEN_UP)
    return [[key, *counts] for key, counts in sorted(rows.items(), key=lambda row: (-row[1][0], row[0]))]


def decisions_about(contributions: QuerySet[Contribution]) -> dict[int, set[str]]:
    """What was decided about each contribution, directly or by its themes; two queries."""
    found: dict[int, set[str]] = defaultdict(set)
    direct = Reply.objects.filter(contribution__in=contributions.order_by().values("pk"), expert=None)
    for pk, decision in direct.values_list("contribution", "decision"):
        found[pk].add(decision)
    members = ThemeMember.objects.filter(contribution__in=contributions.order_by().values("pk"))
    decided = members.annotate(
        own=Max("theme__replies__decision", filter=Q(theme__replies__expert=None)),
        merged=Max("theme__merged_into__replies__decision", filter=Q(theme__merged_into__replies__expert=None)),
    )
    for pk, own, merged in decided.values_list("contribution", "own", "merged"):
        found[pk] |= {decision for decision in (own, merged) if decision}
    return found
