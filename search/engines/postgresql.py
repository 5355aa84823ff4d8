"""PostgreSQL full text search: the same rows as SQLite's, found through a GIN index over ready tokens."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from search.engines.base import PHRASE_FIELD, TEXTS, IndexDocument, Results, SearchRequest
from search.engines.sql import SqlEngine, encode, encode_readers, stored_texts

#: Positions that a text search vector can hold; longer texts have no phrases beyond.
MAX_POSITION = 16_383
#: Any number will do, as long as it is ours: writers of the index wait for one another.
LOCK = 7_305_001


def quote(token: str) -> str:
    """A token as a lexeme of a tsquery or tsvector."""
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def any_of(tokens: Iterable[str]) -> str:
    """A tsquery that matches any of ``tokens``."""
    return "(" + " | ".join(map(quote, tokens)) + ")"


def phrase(variants: Iterable[Sequence[str]]) -> str:
    """A tsquery that matches any of several sequences of tokens."""
    return "(" + " | ".join("(" + " <-> ".join(map(quote, variant)) + ")" for variant in variants) + ")"


def expression(request: SearchRequest) -> str:
    """The tsquery of a request; empty when it has neither words nor phrases nor exclusions."""
    words = [(word.required, any_of(term.token for term in word.terms)) for word in request.words if word.terms]
    needed = [found for required, found in words if required] + [phrase(variants) for variants in request.phrases]
    if not needed and words:
        needed = ["(" + " | ".join(found for _, found in words) + ")"]
    return " & ".join([*needed, *([f"!{any_of(request.excluded)}"] if request.excluded else [])])


def vector(document: IndexDocument) -> str:
    """All tokens of a document as a tsvector; the typed forms carry their positions, for phrases."""
    positions: dict[str, list[int]] = {}
    for place, token in enumerate(document.texts.get(PHRASE_FIELD, ()), 1):
        positions.setdefault(token, []).append(min(place, MAX_POSITION))
    for name, tokens in document.texts.items():
        if name != PHRASE_FIELD:
            for token in tokens:
                positions.setdefault(token, [])
    # 256 positions of one lexeme are all that a vector keeps.
    return " ".join(
        f"{quote(token)}:{','.join(map(str, places[:255]))}" if places else quote(token)
        for token, places in positions.items()
    )


class PostgresqlEngine(SqlEngine):
    """One table with texts, facts and a text search vector."""

    name = "postgresql"
    position = "strpos({}, %s)"

    def create_tables(self) -> Sequence[str]:
        """Vectors are stored uncompressed: reading them is what matching phrases costs."""
        texts = ", ".join(f"{name} text NOT NULL" for name in TEXTS)
        rows = (
            f"CREATE TABLE IF NOT EXISTS {self.table} (id bigserial PRIMARY KEY, key varchar(120) NOT NULL UNIQUE, "
            "version bigint NOT NULL, facets text NOT NULL, shown_for text NOT NULL, day integer NOT NULL, "
            f"titles tsvector NOT NULL, tokens tsvector NOT NULL, {texts})"
        )
        storage = f"ALTER TABLE {self.table} ALTER COLUMN tokens SET STORAGE EXTERNAL"
        gin = f"CREATE INDEX IF NOT EXISTS {self.table}_tokens ON {self.table} USING gin (tokens)"
        return rows, storage, gin

    def drop_tables(self) -> Sequence[str]:
        """Statements that remove the table."""
        return (f"DROP TABLE IF EXISTS {self.table}",)

    def lock(self) -> None:
        """Two publications at once would otherwise wait for each other's vocabulary rows in circles."""
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])

    def joined(self) -> str:
        """Facts and texts are one row."""
        return f"{self.table} d"

    def insert(self, documents: Sequence[IndexDocument]) -> None:
        """Store documents that are not stored."""
        if not documents:
            return
        columns = f"key, version, facets, shown_for, day, titles, tokens, {', '.join(TEXTS)}"
        with (
            # (Django translates the errors of the statements that it knows of: COPY is none of them.)
            self.connection.wrap_database_errors,
            self.connection.cursor() as cursor,
            cursor.copy(f"COPY {self.table} ({columns}) FROM STDIN") as copied,
        ):
            for document in documents:
                copied.write_row(
                    (
                        document.key,
                        document.version,
                        encode(document.facets),
                        encode_readers(document.shown_for),
                        document.day,
                        " ".join(quote(token) for token in dict.fromkeys(document.texts.get("title", ()))),
                        vector(document),
                        *stored_texts(document),
                    )
                )

    def remove(self, ids: Sequence[int]) -> None:
        """Delete stored rows."""
        with self.connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self.table} WHERE id = ANY(%s)", [list(ids)])

    def match(self, request: SearchRequest) -> tuple[str, str, list[object]]:
        """The GIN index finds rows without reading their vectors."""
        found = expression(request)
        if not found:
            return f"{self.table} d", "TRUE", []
        return f"{self.table} d", "d.tokens @@ %s::tsquery", [found]

    def search(self, request: SearchRequest) -> Results:
        """Through the GIN index always: the planner does not see that the vectors lie outside the rows, and takes
        reading all of them for cheap (0.2 to 0.9 s for 14,000 documents, against 12 ms).
        """
        if not expression(request):
            return super().search(request)
        with transaction.atomic(using=self.connection.alias):
            with self.connection.cursor() as cursor:
                cursor.execute("SET LOCAL enable_seqscan = off")
            return super().search(request)

    def order(self, request: SearchRequest) -> tuple[str, list[object]]:
        """ts_rank would read the vector of every match, a second for ten thousand. The number of words in the title
        chooses the candidates, then the newest; the ranking proper follows in Python. Where none of several words is
        required, the number of words anywhere in the text comes first, each looked up in the index.
        """
        words = [word for word in request.words if word.terms]
        if not words:
            return "d.day DESC", []
        asked: list[object] = [any_of(term.token for term in word.terms) for word in words]
        titles = " + ".join(["(d.titles @@ %s::tsquery)::int"] * len(words))
        if len(words) == 1 or any(word.required for word in words):
            return f"({titles}) DESC, d.day DESC", asked
        holds = f"(d.id IN (SELECT id FROM {self.table} WHERE tokens @@ %s::tsquery))::int"
        return f"({' + '.join([holds] * len(words))}) DESC, ({titles}) DESC, d.day DESC", asked * 2
