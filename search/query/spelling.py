"""Spelling correction: what may have been meant by a word that neither a dictionary nor the index knows."""

from collections.abc import Iterator, Sequence
from string import ascii_lowercase

from search.concepts.everyday import NO_CONCEPTS, Concepts
from search.engines.vocabulary import Entry, Vocabulary
from search.languages.folding import spellings

#: From this length on, two edits are believed.
TWO_EDITS_FROM = 8
#: Beginning (or end) of a word that is taken to be right when two edits are looked for.
ANCHOR = 4
MIN_LENGTH = 3
MAX_CANDIDATES = 4


def distance(a: str, b: str, limit: int) -> int:
    """Damerau-Levenshtein distance (neighbours swapped count once), or ``limit + 1`` when it is larger."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(previous[j] + 1, row[-1] + 1, previous[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before, previous = previous, row
    return min(previous[-1], limit + 1)


def one_edit(word: str) -> Iterator[str]:
    """All strings at edit distance one from ``word``, over the letters that folded words have."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    for left, right in cuts:
        if right:
            yield left + right[1:]
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]
        for letter in ascii_lowercase:
            if right:
                yield left + letter + right[1:]
            yield left + letter + right


def candidates(
    word: str, languages: Sequence[str], vocabulary: Vocabulary, concepts: Concepts = NO_CONCEPTS
) -> list[str]:
    """Correction candidates for ``word``: words of the index, and names of concepts in the visitor's language, one edit
    away, two from eight letters on; the likeliest first, few.

    Letters that fold together are compared folded as well, so that a wrong accent is no second mistake. Among equals a
    word with the same first letter wins, then a doubled or swapped letter, the visitor's language, the frequency.
    """
    if len(word) < MIN_LENGTH or any(letter.isdigit() for letter in word):
        return []
    folded = spellings(word)
    edits = list(dict.fromkeys(edit for spelling in folded for edit in (spelling, *one_edit(spelling))))
    _, stored = vocabulary.read(folded=edits)
    for edit in edits:
        stored[edit] += [Entry(languages[0], form, 0) for form in concepts.spelled(edit, languages[0])]
    found = [(0 if s in folded else 1, entry) for s, entries in stored.items() for entry in entries]
    if not found and len(word) >= TWO_EDITS_FROM:
        found = list(_two_edits(folded, vocabulary))

    def rank(item: tuple[int, Entry]) -> tuple[float, int, int, str]:
        far, entry = item
        slip = (entry.form[0] != word[0]) + (not _same_letters(entry.form, word)) / 2
        language = languages.index(entry.language) if entry.language in languages else len(languages)
        return (far + distance(word, entry.form, 3) / 2 + slip / 4, language, -entry.documents, entry.form)

    ranked = (entry.form for _, entry in sorted(found, key=rank) if entry.form != word)
    return list(dict.fromkeys(ranked))[:MAX_CANDIDATES]


def _same_letters(a: str, b: str) -> bool:
    """Whether only the order or the doubling of letters differs, the most common slips of the hand."""
    return sorted(set(a)) == sorted(set(b))


def _two_edits(folded: Sequence[str], vocabulary: Vocabulary) -> Iterator[tuple[int, Entry]]:
    """Forms two edits away that begin as the word does."""
    for spelling in folded:
        for stored, entry in vocabulary.starting(spelling[:ANCHOR], len(spelling) - 2, len(spelling) + 2):
            far = distance(spelling, stored, 2)
            if far <= 2:
                yield far, entry
