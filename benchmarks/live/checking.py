"""Whether the database holds what phones were answered: each reaction and each statement, once."""

from collections import Counter
from dataclasses import dataclass

from benchmarks.live.phones import Phone
from events.dialogue.live.reading import read
from events.dialogue.models import Contribution, Reaction
from portal.core.web.tokens import fingerprint


@dataclass(frozen=True)
class Kept:
    """What is missing, and what is there twice."""

    reactions: int
    lost_reactions: int
    double_reactions: int
    #: Statements whose counts are not those of the answers.
    wrong_counts: int
    statements: int
    lost_statements: int
    double_statements: int

    @property
    def is_whole(self) -> bool:
        """Nothing is lost, nothing double."""
        found = (self.lost_reactions, self.double_reactions, self.wrong_counts, self.lost_statements)
        return not any((*found, self.double_statements))


def compare(phones: list[Phone], code: str) -> Kept:
    """Compare what was answered with the rows, and with the counts that everybody is shown."""
    lost = double = 0
    counts: Counter[tuple[str, int]] = Counter()
    said: dict[str, str] = {}
    keys = {fingerprint(phone.secret): phone for phone in phones}
    rows: dict[str, list[tuple[str, int]]] = {key: [] for key in keys}
    found = Reaction.objects.filter(contribution__round__occasion__live_code=code)
    for key, *row in found.values_list("participant__key_sha256", "contribution__public_id", "value"):
        rows[key].append(tuple(row))
    for key, phone in keys.items():
        held = dict(rows[key])
        double += len(rows[key]) - len(held)
        lost += sum(held.get(pick) != value for pick, value in phone.reactions.items())
        counts.update(phone.reactions.items())
        said |= phone.statements
    state = read(code)
    shown = {
        (row.public_id, value): number
        for row in state.rows
        for value, number in zip((1, -1, 0), row.counts, strict=True)
    }
    written = Contribution.objects.filter(occasion__live_code=code, text__startswith="Phone ")
    texts = dict(written.values_list("public_id", "text"))
    return Kept(
        reactions=sum(map(len, rows.values())),
        lost_reactions=lost,
        double_reactions=double,
        wrong_counts=sum(shown.get(one, 0) != counts[one] for one in {*shown, *counts}),
        statements=len(texts),
        lost_statements=sum(texts.get(public_id) != text for public_id, text in said.items()),
        double_statements=len(texts) - len(said),
    )
