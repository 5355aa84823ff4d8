"""Short fictional texts on twelve subjects that the portal has nothing about, each in two languages, and sixty queries.

Written for this test, by somebody who knew the search; no list of words was made with them. ``texts.tsv``: subject,
language, title, body. ``queries.tsv``: subject, language, query; the answers are the texts on its subject: one in the
language of the query is worth 3, another one 2.
"""

from pathlib import Path

_ROOM = Path(__file__).parent


def texts() -> list[list[str]]:
    """Subject, language, title and body of each text."""
    return _rows("texts.tsv")


def queries() -> list[list[str]]:
    """Subject, language and words of each query."""
    return _rows("queries.tsv")


def _rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (_ROOM / name).read_text(encoding="utf-8").splitlines()]
