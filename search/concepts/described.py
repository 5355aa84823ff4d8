"""Concepts of the thesaurus as entries that can be read: words in every language, what is wider and narrower, matches.

Matches with other vocabularies (EuroVoc, YSO) stand in ``matches.tsv``, each with the origin of the statement: which
list of correspondences says so. None is guessed; an empty table is right.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from portal.core.i18n.languages import LANGUAGES, reading_order
from projects.models import GlossaryEntry
from search.concepts.everyday import EVERYDAY, EVERYDAY_MARK, narrower, wider

MATCHES = Path(__file__).with_name("matches.tsv")
#: Relations of SKOS between concepts of two vocabularies.
RELATIONS = frozenset({"exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"})


@dataclass(frozen=True)
class Match:
    """The same or a near concept in another vocabulary, and who says so."""

    scheme: str
    uri: str
    relation: str
    origin: str


@dataclass(frozen=True)
class DescribedConcept:
    """A concept with all that is known of it."""

    slug: str
    #: Language -> its words, the preferred one first.
    words: Mapping[str, Sequence[str]]
    #: What texts that name it hold, as slugs of the thesaurus.
    named_as: Sequence[str]
    definitions: Mapping[str, str] = field(default_factory=dict)
    broader: Sequence[str] = ()
    narrower: Sequence[str] = ()
    matches: Sequence[Match] = ()

    def name(self, language: str) -> tuple[str, str]:
        """Its preferred word for readers of a language, and in which language that is."""
        code = next(code for code in (*reading_order(language), *self.words) if code in self.words)
        return self.words[code][0], code

    def definition(self, language: str) -> tuple[str, str]:
        """What it means, in the best language that says so, and that language; empty where none does."""
        code = next((code for code in reading_order(language) if code in self.definitions), "")
        return self.definitions.get(code, ""), code


def described_concept(slug: str) -> DescribedConcept | None:
    """The concept at an address: of the glossary, of the everyday words, or of both; None where there is none."""
    entries = list(GlossaryEntry.objects.filter(concept__slug=slug))
    everyday = everyday_words().get(slug, {})
    own: dict[str, list[str]] = {entry.language: entry.words for entry in entries}
    words = {
        code: list(dict.fromkeys((*own.get(code, ()), *everyday.get(code, ()))))
        for code in LANGUAGES
        if code in own or code in everyday
    }
    if not words:
        return None
    mark = EVERYDAY_MARK + slug
    return DescribedConcept(
        slug,
        words,
        [*([slug] if entries else []), *([mark] if everyday else [])],
        {entry.language: entry.definition for entry in entries if entry.definition},
        [name.removeprefix(EVERYDAY_MARK) for name in wider(mark)],
        [name.removeprefix(EVERYDAY_MARK) for name in narrower(mark) if mark in wider(name)],
        read_matches(MATCHES).get(slug, ()),
    )


@cache
def everyday_words() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """The everyday words by slug and language."""
    with EVERYDAY.open(encoding="utf-8", newline="") as file:
        return {
            row["slug"]: {
                code: [label.strip() for label in row[code].split(";") if label.strip()]
                for code in LANGUAGES
                if (row.get(code) or "").strip()
            }
            for row in csv.DictReader(file, delimiter="\t")
        }


def name_of(slug: str, language: str) -> str:
    """What readers of a language call an everyday concept."""
    words = everyday_words()[slug]
    return words[next(code for code in (*reading_order(language), *words) if code in words)][0]


@cache
def read_matches(path: Path) -> Mapping[str, Sequence[Match]]:
    """Matches by slug; a row without origin, or with what is no address or relation, says nothing."""
    found: dict[str, list[Match]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            match = Match(row["scheme"], row["uri"], row["relation"], row["origin"])
            is_address = match.uri.startswith(("http://", "https://")) and not set('<>"{}|\\^` ') & set(match.uri)
            if match.origin and is_address and match.relation in RELATIONS:
                found.setdefault(row["slug"], []).append(match)
    return found
