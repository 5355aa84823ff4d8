"""Opinion analysis of an occasion by the worker: from stored reactions to what the page of opinions shows."""

from datetime import datetime
from importlib import import_module

from django.db.models import Count, Max, Q

from events.dialogue.analysis.opinions import Reaction as Answer
from events.dialogue.enums import ContributionState, Phase
from events.dialogue.models import Contribution, Occasion, OpinionAnalysis, Participant, Reaction

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
        if before and before.reactions == occasion.number and all(moment < before.computed_at for moment in moments):
            continue
        analyse(occasion, now, before)
        done += 1
    return done


def analyse(occasion: Occasion, now: datetime, before: OpinionAnalysis | None = None) -> OpinionAnalysis:
    """Compute the groups of an occasion from the reactions to what is shown, of rounds that are over."""
    over = Q(round__isnull=True) | Q(round__phase=Phase.CLOSED)
    shown = Contribution.objects.filter(over, occasion=occasion, state=ContributionState.PUBLISHED)
    statements = dict(shown.values_list("pk", "public_id"))
    given = Reaction.objects.filter(contribution__occasion=occasion)
    answers = [
        Answer(str(participant), statements[contribution], value)
        for participant, contribution, value in given.values_list("participant", "contribution", "value").order_by()
        if contribution in statements
    ]
    excluded = Participant.objects.filter(occasion=occasion, excluded_at__isnull=False).values_list("pk", flat=True)
    previous = {
        int(number): members for number, members in (before.result if before else {}).get("members", {}).items()
    }
    found = import_module(GROUPS).find_opinions(
        answers, statements.values(), excluded={str(key) for key in excluded}, previous=previous
    )
    result = {
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
        # Only to give the same people the same number again; it goes with the reactions.
        "members": {group.number: list(group.members) for group in found.groups},
    }
    return OpinionAnalysis.objects.update_or_create(
        occasion=occasion,
        defaults={"computed_at": now, "reactions": given.count(), "result": result},
    )[0]
