"""Glossary concepts in texts and queries, whatever language names them: "affaldssortering" is "jätteenlajittelu"."""

import csv
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from projects.models import GlossaryEntry
from search.languages import text
from search.languages.analysis import Word, analyse
from search.tokens import EVERYDAY_MARK

#: Seconds for which a process keeps the glossary. Its own changes it sees at once.
KEEP_SECONDS = 30


#: Everyday words of cities and municipalities in every language: a case that exists in Norwegian only is found by
#: "airport" too. Labels are separated by semicolons. They are near in meaning rather than the same, see ``plan``.
EVERYDAY = Path(__file__).with_name("concepts.tsv")


@dataclass(frozen=True, slots=True)
class Label:
    """One way to name a concept: the lemmas of each of its words."""

    slug: str
    words: tuple[frozenset[str], ...]


@dataclass(slots=True)
class Glossary:
    """All labels by language and by the lemmas of their first word."""

    labels: dict[tuple[str, str], list[Label]] = field(default_factory=lambda: defaultdict(list))
    read_at: float = 0.0

    def add(self, slug: str, language: str, label: str) -> None:
        """Take in one label."""
        words = tuple(frozenset(analyse(form, language).lemmas) for form in text.forms(label))
        if words:
            for lemma in words[0]:
                self.labels[language, lemma].append(Label(slug, words))

    def find(self, words: Sequence[Word], language: str) -> Iterable[tuple[str, int, int]]:
        """Concepts named in analysed words: slug, first word and end. The longest label wins at every place."""
        for start, word in enumerate(words):
            known = {id(label): label for lemma in word.lemmas for label in self.labels.get((language, lemma), ())}
            fitting = [label for label in known.values() if _fits(label, words, start)]
            longest = max((len(label.words) for label in fitting), default=0)
            for slug in dict.fromkeys(label.slug for label in fitting if len(label.words) == longest):
                yield slug, start, start + longest


def _fits(label: Label, words: Sequence[Word], start: int) -> bool:
    there = words[start : start + len(label.words)]
    return len(there) == len(label.words) and all(
        not lemmas.isdisjoint(word.lemmas) for lemmas, word in zip(label.words, there, strict=True)
    )


@cache
def everyday_labels() -> tuple[tuple[str, str, str], ...]:
    """Slug, language and label of the everyday words that the portal brings with it."""
    with EVERYDAY.open(encoding="utf-8", newline="") as file:
        return tuple(
            (EVERYDAY_MARK + row["slug"], language, label.strip())
            for row in csv.DictReader(file, delimiter="\t")
            for language, labels in row.items()
            if language != "slug"
            for label in labels.split(";")
        )


def read_glossary() -> Glossary:
    """The glossary as it is stored now, and the everyday words."""
    glossary = Glossary(read_at=time.monotonic())
    for slug, language, label in everyday_labels():
        glossary.add(slug, language, label)
    for entry in GlossaryEntry.objects.select_related("concept"):
        for label in entry.words:
            glossary.add(entry.concept.slug, entry.language, label)
    return glossary


_kept: Glossary | None = None


def glossary() -> Glossary:
    """The glossary, at most ``KEEP_SECONDS`` old."""
    global _kept  # noqa: PLW0603 (one per process, read far more often than written)
    if _kept is None or time.monotonic() - _kept.read_at > KEEP_SECONDS:
        _kept = read_glossary()
    return _kept


def forget_glossary() -> None:
    """Read the glossary anew next time; called when it changes."""
    global _kept  # noqa: PLW0603
    _kept = None


def find_concepts(words: Sequence[Word], language: str) -> Iterable[tuple[str, int, int]]:
    """Concepts named in analysed words; see ``Glossary.find``."""
    return glossary().find(words, language)
