"""Parallel sentences (Universal Dependencies, PUD): the same 250 in English, Swedish, Finnish and Icelandic.

Nobody wrote them for this search, and none is about a city: what one language's words find in another one's sentences
says how well words are translated. Licence and credit stand in ``LICENCE.md``.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("sentences.tsv")
LANGUAGES = ("en", "sv", "fi", "is")


@dataclass(frozen=True)
class Sentence:
    """A sentence in one language; ``id`` is the same in all of them."""

    id: str
    language: str
    text: str
    #: Dictionary forms of its nouns, verbs and adjectives, each with its part of speech (``NOUN``).
    lemmas: tuple[tuple[str, str], ...]


@cache
def sentences(language: str) -> tuple[Sentence, ...]:
    """All sentences of a language, in the same order for each."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(
        Sentence(row["id"], language, row["text"], tuple(map(lemma, row["lemmas"].split())))
        for row in rows
        if row["language"] == language
    )


def lemma(written: str) -> tuple[str, str]:
    """Lemma and part of speech, written ``word/NOUN``."""
    word, _, kind = written.rpartition("/")
    return word.replace("#", ""), kind  # Finnish marks where the parts of a compound meet


@cache
def holding(language: str, lemma: str) -> frozenset[str]:
    """Ids of the sentences of a language that hold a lemma."""
    return frozenset(one.id for one in sentences(language) if lemma in {found for found, _ in one.lemmas})
