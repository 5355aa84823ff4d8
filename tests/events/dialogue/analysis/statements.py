"""The made-up statements of ``data/statements.json``, and how many of them are suggested the theme that they have."""

import json
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from events.dialogue.analysis.grouping import suggest_themes
from events.dialogue.analysis.likeness import Corpus, Text

FILE = Path(__file__).with_name("data") / "statements.json"


class Statement(NamedTuple):
    """A short text in one of six languages, and the theme that people put it into."""

    theme: str
    half: str
    language: str
    text: str


def read_statements(half: str | None = None) -> list[Statement]:
    """All statements, or those of one half."""
    rows = json.loads(FILE.read_text(encoding="utf-8"))["statements"]
    return [Statement(**row) for row in rows if half in {None, row["half"]}]


def corpus_of(statements: list[Statement]) -> Corpus:
    """Statements as a corpus; their keys are their numbers."""
    return Corpus(Text(f"{number:03}", row.text, row.language) for number, row in enumerate(statements))


def agreement(half: str) -> tuple[float, float]:
    """The share of statements whose first suggestion is their theme, of all and of those in Finnish and Icelandic.

    Each is taken out of its theme before: five others are left in it, each in another language.
    """
    statements = read_statements(half)
    corpus = corpus_of(statements)
    themes = defaultdict[str, list[str]](list)
    for key, row in zip(corpus.texts, statements, strict=True):
        themes[row.theme].append(key)
    right: list[tuple[str, bool]] = []
    for key, row in zip(corpus.texts, statements, strict=True):
        found = suggest_themes(corpus, key, themes, "en")
        right.append((row.language, bool(found) and found[0].theme == row.theme))
    hard = [agrees for language, agrees in right if language in {"fi", "is"}]
    return sum(agrees for _language, agrees in right) / len(right), sum(hard) / len(hard)
