"""Near-duplicate detection in the queue: what waits and says just what is shown already. People decide what it is."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from events.dialogue.analysis.likeness import Corpus, Text
from events.dialogue.models import Contribution
from events.dialogue.queries import published

#: The latest answers that are compared, of all questions on a page, and of one: somebody waits for the page.
MOST_READ, MOST_OF_QUESTION = 400, 200


@dataclass(frozen=True)
class Original:
    """What is shown already and says the same."""

    pk: int
    public_id: str
    text: str
    language: str


def find_originals(contributions: Sequence[Contribution]) -> dict[int, Original]:
    """For contributions that say what a published answer to their question says (likeness 0.9, or the same letters and
    figures): that answer, by primary key of the contribution. One query however many there are."""
    asked = [one for one in contributions if one.question_id and one.text and not one.same_as_id]
    if not asked:
        return {}
    rows = published().filter(question__in={one.question_id for one in asked}, same_as=None).exclude(text="")
    columns = ("question", "pk", "public_id", "text", "language")
    answers: defaultdict[int, dict[str, Original]] = defaultdict(dict)
    for question, *shown in rows.order_by("-published_at", "-pk").values_list(*columns)[:MOST_READ]:
        if len(answers[question]) < MOST_OF_QUESTION:
            answers[question][shown[1]] = Original(*shown)
    # Made anew each time: a text that is withdrawn is not left behind in a process.
    corpora = {
        question: Corpus(Text(key, shown.text, shown.language) for key, shown in found.items())
        for question, found in answers.items()
    }
    return {
        one.pk: answers[one.question_id][key]
        for one in asked
        if one.question_id in corpora
        for key in [_original_of(one, corpora[one.question_id], answers[one.question_id])]
        if key
    }


def _original_of(one: Contribution, corpus: Corpus, answers: dict[str, Original]) -> str:
    """Public id of the answer that says just the same; never the words that it replaces."""
    near = corpus.nearly_same(one.text, one.language)
    own = {one.pk, one.replaces_id}
    return next((found.key for found in near if found.flagged and answers[found.key].pk not in own), "")
