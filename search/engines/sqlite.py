"""SQLite full text search (FTS5), the embedded default."""

from collections.abc import Sequence
from typing import Any

from search.engines.base import FIELDS, TEXTS, TITLE_REPEATS, IndexDocument, SearchRequest, WordClause
from search.engines.sql import SqlEngine, encode, encode_readers, stored_texts


def quote(token: str) -> str:
    """A token as an FTS5 string."""
    return '"' + token.replace('"', '""') + '"'


def any_of(tokens: Sequence[str]) -> str:
    """An FTS5 expression that matches any of ``tokens``."""
    return "(" + " OR ".join(map(quote, tokens)) + ")"


def word_expression(word: WordClause) -> str:
    """An FTS5 expression that matches one word of the query."""
    return any_of([term.token for term in word.terms])


def expression(request: SearchRequest) -> str:
    """The FTS5 expression of a request; empty when it has neither words nor phrases."""
    required = [word_expression(word) for word in request.words if word.required and word.terms]
    required += [any_of([" ".join(variant) for variant in phrase]) for phrase in request.phrases]
    if not required:
        optional = [word_expression(word) for word in request.words if word.terms]
        required = [" OR ".join(optional)] if optional else []
    return " AND ".join(f"({part})" for part in required)


class SqliteEngine(SqlEngine):
    """An FTS5 table for the texts beside a plain table for the facts."""

    name = "sqlite"
    position = "instr({}, %s)"

    def create_tables(self) -> Sequence[str]:
        """FTS5 gets ready tokens, so its tokenizer only splits at blanks and leaves every letter alone."""
        tokenizer = "unicode61 remove_diacritics 0 categories ''L* N* Co M* S* P*''"
        rows = (
            f"CREATE TABLE IF NOT EXISTS {self.table} (id integer PRIMARY KEY, key text NOT NULL UNIQUE, "
            "version integer NOT NULL, facets text NOT NULL, shown_for text NOT NULL, day integer NOT NULL)"
        )
        texts = (
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {self.table}_texts USING fts5"
            f"({', '.join(TEXTS)}, tokenize = '{tokenizer}')"
        )
        return rows, texts

    def drop_tables(self) -> Sequence[str]:
        """Statements that remove the tables."""
        return (f"DROP TABLE IF EXISTS {self.table}_texts", f"DROP TABLE IF EXISTS {self.table}")

    def joined(self) -> str:
        """Rows and texts share their rowid."""
        return f"{self.table} d JOIN {self.table}_texts t ON t.rowid = d.id"

    def insert(self, documents: Sequence[IndexDocument]) -> None:
        """Store documents that are not stored."""
        if not documents:
            return
        columns, marks = ", ".join(TEXTS), ", ".join(["%s"] * len(TEXTS))
        with self.connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {self.table} (key, version, facets, shown_for, day) VALUES (%s, %s, %s, %s, %s)",
                [
                    (
                        d.key,
                        d.version,
                        encode(d.facets),
                        encode_readers(d.shown_for),
                        d.day,
                    )
                    for d in documents
                ],
            )
            cursor.executemany(
                f"INSERT INTO {self.table}_texts (rowid, {columns}) "
                f"VALUES ((SELECT id FROM {self.table} WHERE key = %s), {marks})",
                [(d.key, *stored_texts(d)) for d in documents],
            )

    def remove(self, ids: Sequence[int]) -> None:
        """Delete stored rows."""
        with self.connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM {self.table}_texts WHERE rowid = %s", [(number,) for number in ids])
            cursor.executemany(f"DELETE FROM {self.table} WHERE id = %s", [(number,) for number in ids])

    def forget_removed(self) -> None:
        """FTS5 notes what is deleted beside the words, which stay in its segments until these are merged."""
        with self.connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {self.table}_texts ({self.table}_texts) VALUES ('optimize')")

    def match(self, request: SearchRequest) -> tuple[str, str, list[Any]]:
        """FTS5 first, then the row of each hit."""
        found = expression(request)
        source, where, parameters = f"{self.table} d", "1 = 1", []
        if found:
            source = f"{self.table}_texts t CROSS JOIN {self.table} d ON d.id = t.rowid"
            where, parameters = f"{self.table}_texts MATCH %s", [found]
        if request.excluded:
            where += f" AND d.id NOT IN (SELECT rowid FROM {self.table}_texts WHERE {self.table}_texts MATCH %s)"
            parameters.append(any_of(request.excluded))
        return source, where, parameters

    def order(self, request: SearchRequest) -> tuple[str, list[Any]]:
        """FTS5's own bm25 chooses the candidates: it sums over the terms of a word where the ranking wants the best,
        hence the second look in Python."""
        weights = {"title": TITLE_REPEATS, **FIELDS}
        return f"bm25({self.table}_texts, {', '.join(str(weights.get(name, 1.0)) for name in TEXTS)})", []
