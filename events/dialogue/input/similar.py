"""Near-duplicate detection before sending: “Is it one of these?”. Nothing is ever refused because of it."""

from events.dialogue.analysis.likeness import Corpus, Text
from events.dialogue.models import Contribution, Participant, Question
from events.dialogue.queries import published

#: The latest answers that a text is compared with: more would take too long while somebody waits.
MOST_COMPARED = 200


def nearly_same(question: Question, text: str, language: str, participant: Participant | None) -> list[Contribution]:
    """Published answers to ``question`` that say nearly the same as ``text``, the nearest first; never one's own.

    Parameters:
        language: of ``text`` (BCP 47); the answers may be in any other.
    """
    found = published().filter(question=question, same_as=None)
    if participant is not None:
        found = found.exclude(participant=participant)
    answers = {answer.public_id: answer for answer in found.exclude(text="").order_by("-published_at")[:MOST_COMPARED]}
    # Made anew each time: a text that is withdrawn is not left behind in a process.
    corpus = Corpus(Text(key, answer.text, answer.language) for key, answer in answers.items())
    return [answers[near.key] for near in corpus.nearly_same(text, language)]
