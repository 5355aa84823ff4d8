"""Near-duplicate detection before sending: “Is it one of these?”. Nothing is ever refused because of it."""

from events.dialogue.enums import ContributionState
from events.dialogue.input.holding import text_key
from events.dialogue.models import Contribution, Participant, Question

#: Contributions that are offered at most.
MOST = 3


def nearly_same(question: Question, text: str, participant: Participant | None) -> list[Contribution]:
    """Published answers to ``question`` that say the same as ``text``, the nearest first; never one's own."""
    key = text_key(text)
    found = Contribution.objects.filter(
        question=question, state=ContributionState.PUBLISHED, text_key=key, same_as=None
    ).exclude(text_key="")
    if participant is not None:
        found = found.exclude(participant=participant)
    return list(found[:MOST])
