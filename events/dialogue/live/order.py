"""Which statement of a round somebody is asked next; ``static/dialogue/live/live.js`` does the same in the browser."""

import math
from collections.abc import Callable, Collection, Sequence

from events.dialogue.analysis import routing
from events.dialogue.live.reading import Row

#: Weights for each power of ten (Renard series).
STEPS = 10


def weight(row: Row) -> int:
    """How much a statement is worth asking about; the state hands it on to the phones.

    Ten steps for each power of ten: so 300 of them are short, and who is asked what hardly differs.
    """
    exact = routing.weight(*row.counts, row.telling)
    return round(10 ** (round(math.log10(exact) * STEPS) / STEPS))


def next_row(
    seed: int,
    rows: Sequence[Row],
    reacted: Collection[int],
    own: Collection[int],
    reads: Callable[[Row], bool],
) -> Row | None:
    """The next statement for a participant; None when nothing is left.

    Parameters:
        seed: of the participant.
        reacted: numbers of the statements to which there is a reaction already.
        own: numbers of the participant's own statements.
        reads: says whether the participant has a statement in a language of theirs.
    """
    candidates = [
        routing.Candidate(row.public_id, weight(row), seed=row.by_organiser, foreign=not reads(row), own=row.pk in own)
        for row in rows
        if row.pk not in reacted
    ]
    seen = [row for row in rows if row.pk in reacted]
    chosen = routing.next_statement(
        candidates, seed, shown=len(seen), seeds_shown=sum(row.by_organiser for row in seen)
    )
    return next((row for row in rows if chosen and row.public_id == chosen.public_id), None)
