"""In which group of opinion somebody is. Only the person sees it, behind the personal URL; nothing public tells it."""

from dataclasses import dataclass, field

from events.dialogue.enums import ContributionState, ReactionValue
from events.dialogue.models import Contribution, OpinionAnalysis, Participant, Rendering
from events.dialogue.queries import translation_for

#: Fewer people than this are not counted for others to see, nor for themselves.
FEWEST_SHOWN = 5


@dataclass(frozen=True)
class TypicalAnswer:
    """A statement, and what the group answers to it more than others do: agree or disagree."""

    contribution: Contribution
    answer: str
    translation: Rendering | None = None


@dataclass(frozen=True)
class OwnGroup:
    """Where somebody's reactions fall.

    ``has_groups`` is whether people fall into groups at all; ``number`` is that of the person's, 0 with too few
    reactions to tell.
    """

    has_groups: bool
    number: int = 0
    size: int = 0
    typical: list[TypicalAnswer] = field(default_factory=list)


def own_group(participant: Participant, language: str) -> OwnGroup | None:
    """What the person reads about the rounds that are over; None where there is nothing to say.

    That is: before anything was computed, of few people, of somebody who reacted to nothing or is not counted, and
    once the reactions were deleted on schedule.

    Parameters:
        language: of the reader.
    """
    if participant.occasion_id is None or participant.excluded_at:
        return None
    analysis = OpinionAnalysis.objects.filter(occasion=participant.occasion_id).first()
    result = analysis.result if analysis else {}
    if result.get("participants", 0) < FEWEST_SHOWN or "members" not in result:
        return None
    key = str(participant.pk)
    mine = next((int(number) for number, keys in result["members"].items() if key in keys), 0)
    if not mine and not participant.reactions.filter(contribution__public_id__in=list(result["tallies"])).exists():
        return None
    group = next((group for group in result["groups"] if group["number"] == mine), None)
    if group is None:
        return OwnGroup(has_groups=bool(result["groups"]))
    answers = dict(group["typical"])
    shown = Contribution.objects.filter(
        public_id__in=list(answers), occasion=participant.occasion_id, state=ContributionState.PUBLISHED
    ).prefetch_related("renderings")
    texts = {one.public_id: one for one in shown}
    typical = [
        TypicalAnswer(texts[name], str(ReactionValue(value).label), translation_for(texts[name], language))
        for name, value in answers.items()
        if name in texts
    ]
    return OwnGroup(True, mine, group["size"], typical)
