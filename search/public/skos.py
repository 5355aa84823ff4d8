"""Concepts as linked data (SKOS), as Turtle and as JSON-LD."""

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from portal.core.hooks.site_url import absolute
from search.concepts.described import DescribedConcept

PREFIXES = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "schema": "https://schema.org/",
    "dcterms": "http://purl.org/dc/terms/",
}


class Statement(NamedTuple):
    """What is said of a concept: a property, and an address or a text in a language."""

    property: str
    value: str
    #: Of a text; empty for an address.
    language: str = ""


def address_of(slug: str, language: str = settings.LANGUAGE_CODE) -> str:
    """The address of a concept. That in the portal's first language names it, in whatever language it is read."""
    with override(language):
        return absolute(reverse("concept", args=[slug]))


def statements(concept: DescribedConcept, cases: Sequence[str]) -> Iterator[Statement]:
    """All that is known of a concept; ``cases`` are addresses of what is about it."""
    for language, words in concept.words.items():
        yield Statement("skos:prefLabel", words[0], language)
        yield from (Statement("skos:altLabel", word, language) for word in words[1:])
    yield from (Statement("skos:definition", text, language) for language, text in concept.definitions.items())
    yield from (Statement("skos:broader", address_of(slug)) for slug in concept.broader)
    yield from (Statement("skos:narrower", address_of(slug)) for slug in concept.narrower)
    for match in concept.matches:
        yield Statement(f"skos:{match.relation}", match.uri)
        yield Statement("skos:changeNote", f"{match.relation} {match.uri}: {match.origin}", "en")
    yield from (Statement("schema:subjectOf", address) for address in cases)


def turtle(concept: DescribedConcept, cases: Sequence[str]) -> str:
    """A concept in Turtle (W3C Recommendation of 2014)."""
    lines = [f"@prefix {name}: <{address}> ." for name, address in PREFIXES.items()]
    said = [
        f"{one.property} {json.dumps(one.value, ensure_ascii=False)}@{one.language}"
        if one.language
        else f"{one.property} <{one.value}>"
        for one in statements(concept, cases)
    ]
    body = " ;\n    ".join(["a skos:Concept", f'dcterms:identifier "{concept.slug}"', *said])
    return "\n".join([*lines, "", f"<{address_of(concept.slug)}> {body} .", ""])


def json_ld(concept: DescribedConcept, cases: Sequence[str]) -> dict[str, object]:
    """A concept in JSON-LD."""
    said: dict[str, list[dict[str, str]]] = {}
    for one in statements(concept, cases):
        value = {"@language": one.language, "@value": one.value} if one.language else {"@id": one.value}
        said.setdefault(one.property, []).append(value)
    head = {"@context": PREFIXES, "@id": address_of(concept.slug), "@type": "skos:Concept"}
    return {**head, "dcterms:identifier": concept.slug, **said}
