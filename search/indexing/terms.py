"""Autocomplete entries: what of a document or of a concept of the glossary is offered while somebody types."""

from collections.abc import Iterable, Sequence

from portal.core.i18n.languages import LANGUAGES, reading_order
from search.engines.base import SET_APART
from search.engines.sql import encode_readers
from search.languages import text
from search.languages.folding import fold
from search.models.documents import SearchDocument, SearchTerm

#: Words of a text from which suggestions may begin.
MOST_STARTS = 8
PLACE, TERM = "place", "term"
#: Begins the source of what stands for a concept of the glossary, before its slug.
GLOSSARY = "glossary-"


#: Groups in the order shown; kinds of documents that are in none are "title".
GROUPS = ("element", "partner", PLACE, TERM, "title")


def starts_of(content: str, language: str) -> list[str]:
    """The folded text from each of its first words on."""
    folded = [fold(form, language) for form in text.forms(content)]
    return [" ".join(folded[at:])[:80] for at in range(min(len(folded), MOST_STARTS))]


def _terms(source: str, content: str, language: str, shown_for: str, kind: str, url: str) -> Iterable[SearchTerm]:
    for at, start in enumerate(dict.fromkeys(starts_of(content, language))):
        yield SearchTerm(
            source=source,
            start=start,
            text=content[:255],
            language=language,
            shown_for=shown_for,
            kind=kind,
            url=url,
            first=at == 0,
        )


def terms_of_document(row: SearchDocument, places: Sequence[str]) -> list[SearchTerm]:
    """What is suggested for a document: its title, and the place where it is; nothing of what people said."""
    if row.kind in SET_APART:
        return []
    readers = encode_readers(row.shown_for)
    kind = row.kind if row.kind in GROUPS else "title"
    found = list(_terms(row.key, row.title, row.language, readers, kind, row.url))
    for place in places:
        found += _terms(row.key, place, row.language, readers, PLACE, "")
    return found


def terms_of_concept(slug: str, words: dict[str, list[str]]) -> list[SearchTerm]:
    """What is suggested for a glossary concept: its words, each to the readers who know that language best.

    Parameters:
        slug: of the concept.
        words: language -> preferred term and synonyms.
    """
    found: list[SearchTerm] = []
    for language, labels in words.items():
        readers = [code for code in LANGUAGES if next((c for c in reading_order(code) if c in words), "") == language]
        for label in labels:
            found += _terms(GLOSSARY + slug, label, language, encode_readers(readers), TERM, "")
    return found
