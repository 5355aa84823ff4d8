"""Which statement somebody is asked next: weighted sampling without replacement, the same on server and in browser.

The server alone computes ``weight``, a whole number that ``state.json`` hands on. All else is done in the browser too,
and gives the same there, bit by bit, since it only adds, multiplies and divides IEEE doubles and 32-bit integers:

1. ``number``: FNV-1a over the characters of the statement's public id (ASCII), begun with the seed of the participant:
   ``h = Math.imul(h ^ id.charCodeAt(i), 0x01000193)``. Then one output of mulberry32 for the state ``h``:
   ``a = (h + 0x6d2b79f5) | 0; t = Math.imul(a ^ (a >>> 15), 1 | a); t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
   return (t ^ (t >>> 14)) >>> 0``.
2. ``wait_of``: -ln of ``n / 2**31`` with ``n = (number >>> 1) + 1``.
   ``m = n, k = 0; while (m >= 2) { m /= 2; k += 1 }``, ``z = (m - 1) / (m + 1)``,
   ``s = 0; for (j = 9; j >= 0; j--) s = s * (z * z) + 1 / (2 * j + 1)``; the result is
   ``(31 - k) * 0.6931471805599453 - 2 * z * s``.
3. The wait of a statement is that, divided by its weight; twice that for a statement in another language than the
   reader's that nobody translated. Next is the shortest wait among those not reacted to yet and not one's own (the
   smaller id where two are the same): a draw by weight (Efraimidis and Spirakis 2006) that a reload does not change.
4. While fewer than ten were shown, of which three were seeds, statements of the organisers wait for those of
   participants. Where there is nothing else, they are shown all the same.

``tests/events/dialogue/analysis/data/routing.json`` holds examples of each step.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

#: Of so many statements shown first, at most so many are seeds.
FIRST, MOST_SEEDS = 10, 3
#: How much more often a statement is shown that nobody reacted to, and after how many reactions half of that is gone.
NEW_BONUS, NEW_HALF = 8, 5
#: Units of a weight: whole numbers are the same everywhere.
UNITS = 1000
LN_2 = 0.6931471805599453
_MASK = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Candidate:
    """A published statement as one participant may be asked about it.

    ``weight`` is that of ``weight``, ``seed`` says that it is from the organisers, ``foreign`` that it is in another
    language than the reader's and not translated, ``own`` that the reader wrote it.
    """

    public_id: str
    weight: int
    seed: bool = False
    foreign: bool = False
    own: bool = False


def weight(agree: int, disagree: int, passed: int, telling: float = 0.0) -> int:
    """How much a statement is worth asking about, in thousandths (priority metric of Polis).

    Parameters:
        agree: who reacted so; ``disagree`` and ``passed`` likewise.
        telling: how far from the middle somebody stands who agrees with nothing else; 0 before groups exist.
    """
    seen = agree + disagree + passed
    likes, passes = (agree + 1) / (seen + 2), (passed + 1) / (seen + 2)
    worth = likes * (1 - passes) * (1 + telling) * (1 + NEW_BONUS * 2 ** (-seen / NEW_HALF))
    return max(1, round(UNITS * worth**2))


def seed_of(key_sha256: str) -> int:
    """The seed of a participant: the first 32 bits of the hash of the personal key, in hexadecimal."""
    return int(key_sha256[:8], 16)


def number(seed: int, public_id: str) -> int:
    """32 random bits of a participant and a statement: FNV-1a, then mulberry32."""
    state = seed
    for letter in public_id:
        state = (state ^ ord(letter)) * 0x01000193 & _MASK
    state = (state + 0x6D2B79F5) & _MASK
    mixed = (state ^ state >> 15) * (1 | state) & _MASK
    mixed = (mixed + (mixed ^ mixed >> 7) * (61 | mixed)) & _MASK ^ mixed
    return mixed ^ mixed >> 14


def wait_of(bits: int) -> float:
    """An exponential variate of mean 1 from 32 random bits, by basic arithmetic in a fixed order."""
    mantissa, halvings, series = float((bits >> 1) + 1), 0, 0.0
    while mantissa >= 2:
        mantissa /= 2
        halvings += 1
    ratio = (mantissa - 1) / (mantissa + 1)
    for term in range(9, -1, -1):
        series = series * (ratio * ratio) + 1 / (2 * term + 1)
    return (31 - halvings) * LN_2 - 2 * ratio * series


def _place(seed: int, candidate: Candidate) -> tuple[float, str]:
    wait = wait_of(number(seed, candidate.public_id)) / candidate.weight
    return (wait * 2 if candidate.foreign else wait), candidate.public_id


def next_statement(unseen: Collection[Candidate], seed: int, *, shown: int, seeds_shown: int) -> Candidate | None:
    """The statement to ask about next; None when nothing is left.

    Parameters:
        unseen: those that the participant has not reacted to, one's own or not.
        seed: that of ``seed_of``.
        shown: how many the participant reacted to so far.
        seeds_shown: how many of those were seeds.
    """
    left = [candidate for candidate in unseen if not candidate.own]
    if shown < FIRST and seeds_shown >= MOST_SEEDS:
        left = [candidate for candidate in left if not candidate.seed] or left
    return min(left, key=lambda candidate: _place(seed, candidate), default=None)


def order(candidates: Collection[Candidate], seed: int) -> Iterator[Candidate]:
    """All statements in the order in which somebody is asked who reacts to each."""
    left, shown, seeds_shown = list(candidates), 0, 0
    while chosen := next_statement(left, seed, shown=shown, seeds_shown=seeds_shown):
        yield chosen
        left.remove(chosen)
        shown += 1
        seeds_shown += chosen.seed
