"""Opinion analysis of an occasion by the worker: from stored reactions to what the page of opinions shows."""

from collections.abc import Collection
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q

from events.dialogue.analysis.opinions import Reaction as Answer
from events.dialogue.enums import ContributionState, Phase
from events.dialogue.models import Contribution, Occasion, OpinionAnalysis, Participant, Reaction

if TYPE_CHECKING:
    from events.dialogue.analysis.groups import Opinions

#: NumPy is needed there and nowhere else: it is imported when the worker first computes.
GROUPS = "events.dialogue.analysis.groups"


def analyse_due(now: datetime) -> int:
    """Compute what has changed since it was computed last; returns for how many occasions."""
    counted = Occasion.objects.annotate(
        number=Count("participants__reactions", distinct=True),
        latest=Max("participants__reactions__minute"),
        excluded=Max("participants__excluded_at"),
        closed=Max("rounds__closed_at"),
    )
    known = {row.occasion_id: row for row in OpinionAnalysis.objects.all()}
    done = 0
    for occasion in counted.filter(number__gt=0):
        before = known.get(occasion.pk)
        moments = [moment for moment in (occasion.latest, occasion.excluded, occasion.closed) if moment]
        if before and before.reactions == occasion.number and all(moment < _minute(before) for moment in moments):
            continue
        analyse(occasion, now, before)
        done += 1
    _drop_empty()
    return done


def _minute(analysis: OpinionAnalysis) -> datetime:
    """When an analysis was made, as reactions are stamped: one changed in the same minute may not be counted in it."""
    return analysis.computed_at.replace(second=0, microsecond=0)


def _drop_empty() -> None:
    """Whoever took back all reactions is in no group; groups whose reactions were deleted on schedule name nobody."""
    reacted = Reaction.objects.filter(participant__occasion=OuterRef("occasion"))
    OpinionAnalysis.objects.filter(~Exists(reacted), result__has_key="members").delete()


def analyse(occasion: Occasion, now: datetime, before: OpinionAnalysis | None = None) -> OpinionAnalysis:
    """Compute the groups of an occasion from the reactions to what is shown, of rounds that are over.

    How telling a statement is helps to choose what is asked next, so that it is computed from rounds that go on too.
    """
    shown = Contribution.objects.filter(occasion=occasion, state=ContributionState.PUBLISHED)
    statements = dict(shown.values_list("pk", "public_id"))
    over = set(shown.filter(Q(round__isnull=True) | Q(round__phase=Phase.CLOSED)).values_list("public_id", flat=True))
    given = Reaction.objects.filter(contribution__occasion=occasion)
    answers = [
        Answer(str(participant), statements[contribution], value)
        for participant, contribution, value in given.values_list("participant", "contribution", "value").order_by()
        if contribution in statements
    ]
    excluded = Participant.objects.filter(occasion=occasion, excluded_at__isnull=False).values_list("pk", flat=True)
    left_out = {str(key) for key in excluded}
    previous = {
        int(number): members for number, members in (before.result if before else {}).get("members", {}).items()
    }
    find_opinions = import_module(GROUPS).find_opinions
    found: Opinions = find_opinions(answers, over, excluded=left_out, previous=previous)
    everything = found
    if len(over) < len(statements):
        everything = find_opinions(answers, statements.values(), excluded=left_out)
    return OpinionAnalysis.objects.update_or_create(
        occasion=occasion,
        defaults={
            "computed_at": now,
            "reactions": given.count(),
            "result": _stored(found),
            "telling": {key: round(far, 2) for key, far in everything.telling.items()},
        },
    )[0]


def _stored(found: "Opinions") -> dict[str, object]:
    """What is stored of an analysis. It names participants only in ``members``."""
    return {
        "participants": found.participants,
        "why_none": found.why_none.value if found.why_none else "",
        "tallies": {key: [tally.agree, tally.disagree, tally.passed] for key, tally in found.tallies.items()},
        "agreed": [row.statement for row in found.agreed],
        "disagreed": [row.statement for row in found.disagreed],
        "unsure": [row.statement for row in found.unsure],
        "groups": [
            {
                "number": group.number,
                "size": len(group.members),
                "typical": [[row.statement, row.value] for row in group.typical],
                "tallies": {
                    row.statement: [row.inside.agree, row.inside.disagree, row.inside.passed] for row in group.typical
                },
            }
            for group in found.groups
        ],
        # To give the same people the same number again, and to tell each their own group; it goes with the reactions.
        "members": {group.number: list(group.members) for group in found.groups},
    }


def leave_groups(occasion: Occasion, participants: Collection[UUID]) -> None:
    """Take participants who no longer count out of the stored groups at once; the counts follow with the next run."""
    analysis = OpinionAnalysis.objects.select_for_update().filter(occasion=occasion).first()
    if analysis is None or "members" not in analysis.result:
        return
    gone = {str(key) for key in participants}
    members: dict[str, list[str]] = analysis.result["members"]
    analysis.result["members"] = {number: [key for key in keys if key not in gone] for number, keys in members.items()}
    analysis.save(update_fields=["result"])
