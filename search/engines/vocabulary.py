"""The vocabulary (term dictionary) of an index: every token with its document frequency, in the database.

It answers three questions about a word typed: is it in the index, under which other spellings is it there, and what
might have been meant. It also gives the ranking its document frequencies.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper

from search.engines.base import TITLE_REPEATS, IndexDocument
from search.languages.folding import fold
from search.tokens import TYPED

#: Not words, but totals: number of documents, and per field the number of tokens in all documents.
TOTAL = "="
#: What more than a third of the documents hold tells nothing, where there are more than a few of them.
MOST_COMMON, FEW_DOCUMENTS = 1 / 3, 100


class Entry(NamedTuple):
    """A form in the vocabulary: its language, the form, and its document frequency."""

    language: str
    form: str
    documents: int


def tokens_of(document: IndexDocument) -> Counter[str]:
    """What ``document`` adds to the vocabulary: one for every distinct token, and its lengths to the totals."""
    found = Counter({token: 1 for tokens in document.texts.values() for token in tokens})
    found[TOTAL] = 1
    for name, tokens in document.texts.items():
        found[TOTAL + name] = len(tokens)
    # As it is scored: title and body are one field.
    found[f"{TOTAL}body"] += TITLE_REPEATS * found.pop(f"{TOTAL}title", 0)
    return found


def most_telling(frequencies: Mapping[str, int]) -> float:
    """In how many documents a token may stand and still tell something, by frequencies read with their totals."""
    return max(frequencies.get(TOTAL, 0), FEW_DOCUMENTS) * MOST_COMMON


class Vocabulary:
    """The vocabulary table of one index."""

    def __init__(self, connection: BaseDatabaseWrapper, table: str) -> None:
        self.connection, self.table = connection, table

    def create(self) -> None:
        """Make the table if it is missing."""
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TABLE IF NOT EXISTS {self.table} "
                "(token varchar(160) PRIMARY KEY, folded varchar(160), documents integer NOT NULL)"
            )
            pattern = " varchar_pattern_ops" if self.connection.vendor == "postgresql" else ""
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {self.table}_folded ON {self.table} (folded{pattern})")

    def drop(self) -> None:
        """Remove the table."""
        with self.connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {self.table}")

    def change(self, difference: Mapping[str, int]) -> None:
        """Add to the counts of tokens. Sorted, so that two writers take their row locks in the same order."""
        rows = [(token, _folded(token), count) for token, count in sorted(difference.items()) if count]
        if not rows:
            return
        added = f"ON CONFLICT (token) DO UPDATE SET documents = {self.table}.documents + excluded.documents"
        with self.connection.cursor() as cursor:
            if self.connection.vendor == "postgresql":  # one statement for all: a batch of texts has 20,000 tokens
                columns = "unnest(%s::text[]), unnest(%s::text[]), unnest(%s::int[])"
                cursor.execute(
                    f"INSERT INTO {self.table} (token, folded, documents) SELECT {columns} {added}",
                    [list(column) for column in zip(*rows, strict=True)],
                )
            else:
                cursor.executemany(
                    f"INSERT INTO {self.table} (token, folded, documents) VALUES (%s, %s, %s) {added}", rows
                )
            if min(difference.values()) < 0:
                cursor.execute(f"DELETE FROM {self.table} WHERE documents <= 0")

    def fold_anew(self) -> None:
        """Let the folded spellings of what is stored follow a change of the folding."""
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT token, folded FROM {self.table} WHERE folded IS NOT NULL")
            changed = [(_folded(token), token) for token, folded in cursor.fetchall() if _folded(token) != folded]
            cursor.executemany(f"UPDATE {self.table} SET folded = %s WHERE token = %s", changed)

    def read(
        self, tokens: Iterable[str] = (), folded: Iterable[str] = ()
    ) -> tuple[dict[str, int], defaultdict[str, list[Entry]]]:
        """Document frequencies of those ``tokens`` that exist (and all totals), and the forms stored under each folded
        spelling, the most frequent first; one query."""
        keys = [*dict.fromkeys(tokens), *(TOTAL + field for field in ("", "body", "also", "words"))]
        spellings = list(dict.fromkeys(folded))
        where = f"token IN ({_marks(keys)})" + (f" OR folded IN ({_marks(spellings)})" if spellings else "")
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT token, folded, documents FROM {self.table} WHERE {where}", [*keys, *spellings])
            rows = cursor.fetchall()
        wanted = set(spellings)
        forms = defaultdict(list)
        for token, spelling, documents in sorted(rows, key=lambda row: (-row[2], row[0])):
            if spelling in wanted:
                language, _, form = token.partition(TYPED)
                forms[spelling].append(Entry(language, form, documents))
        return {token: documents for token, _, documents in rows}, forms

    def starting(self, prefix: str, shortest: int, longest: int) -> list[tuple[str, Entry]]:
        """Folded spellings of ``shortest`` to ``longest`` letters that begin with ``prefix``, with their forms."""
        if self.connection.vendor == "postgresql":
            begins, bounds = (
                "folded LIKE %s",
                [prefix.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"],
            )
        else:
            begins, bounds = "folded >= %s AND folded < %s", [prefix, prefix + "\U0010ffff"]
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"SELECT folded, token, documents FROM {self.table} WHERE {begins} "
                "AND length(folded) BETWEEN %s AND %s",
                [*bounds, shortest, longest],
            )
            rows = cursor.fetchall()
        return [(folded, Entry(*_typed(token), documents)) for folded, token, documents in rows]


class JoinedVocabulary(Vocabulary):
    """Two vocabularies read as if they were one; nothing is written through it."""

    def __init__(self, first: Vocabulary, second: Vocabulary) -> None:
        super().__init__(first.connection, first.table)
        self.parts = (first, second)

    def read(
        self, tokens: Iterable[str] = (), folded: Iterable[str] = ()
    ) -> tuple[dict[str, int], defaultdict[str, list[Entry]]]:
        """As each of the two, with the sums of the frequencies; two queries."""
        asked, spelled = list(tokens), list(folded)
        frequencies, sums = Counter[str](), defaultdict[str, Counter[tuple[str, str]]](Counter)
        for part in self.parts:
            found, forms = Vocabulary.read(part, asked, spelled)
            frequencies.update(found)
            for spelling, entries in forms.items():
                sums[spelling].update({(entry.language, entry.form): entry.documents for entry in entries})
        joined = defaultdict[str, list[Entry]](list)
        for spelling, counts in sums.items():
            joined[spelling] = [Entry(language, form, number) for (language, form), number in counts.most_common()]
        return dict(frequencies), joined

    def starting(self, prefix: str, shortest: int, longest: int) -> list[tuple[str, Entry]]:
        """As each of the two."""
        return [row for part in self.parts for row in Vocabulary.starting(part, prefix, shortest, longest)]


def _typed(token: str) -> tuple[str, str]:
    language, _, form = token.partition(TYPED)
    return language, form


def _folded(token: str) -> str | None:
    language, mark, form = token.partition(TYPED)
    return fold(form, language) if mark and language.isalpha() else None


def _marks(values: list[str]) -> str:
    return ", ".join(["%s"] * len(values))
