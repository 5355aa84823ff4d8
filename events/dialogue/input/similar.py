"""Near-duplicate detection before sending: “Is it one of these?”. Nothing is ever refused because of it."""

from django.db.models import QuerySet

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
    found = _offered(question, participant)
    answers = {answer.public_id: answer for answer in found.exclude(text="").order_by("-published_at")[:MOST_COMPARED]}
    # Made anew each time: a text that is withdrawn is not left behind in a process.
    corpus = Corpus(Text(key, answer.text, answer.language) for key, answer in answers.items())
    return [answers[near.key] for near in corpus.nearly_same(text, language)]


def _offered(question: Question, participant: Participant | None) -> QuerySet[Contribution]:
    found = published().filter(question=question, same_as=None)
    return found if participant is None else found.exclude(participant=participant)


def chosen_answer(question: Question, public_id: str, participant: Participant | None) -> Contribution | None:
    """The published answer of somebody else that a person agrees with instead of sending words of their own."""
    return _offered(question, participant).exclude(text="").filter(public_id=public_id).first()
