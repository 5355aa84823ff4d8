"""Autocomplete: titles, elements, partners, places and terms of the glossary, while somebody types."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Case, Q, When
from django.urls import reverse

from search.indexing.terms import GLOSSARY, GROUPS, TERM
from search.languages import text
from search.languages.folding import fold, spellings
from search.models.documents import SearchTerm
from search.public.concept_suggestions import FEWEST_LETTERS, concepts_in_other_languages

MOST = 8
#: Rows read for one prefix before they are grouped.
MOST_READ = 200


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One suggestion. ``url`` is empty where the text is to be searched for.

    Of a concept named in another language: ``meaning`` is what readers call it, ``cases`` how many name it.
    """

    group: str
    text: str
    language: str
    url: str
    meaning: str = ""
    cases: int = 0


def suggest(typed: str, language: str) -> list[Suggestion]:
    """At most ``MOST`` suggestions for what was typed so far, grouped.

    Every word typed must begin a word of the suggestion; the words typed may stand in any order.

    Parameters:
        typed: the beginning of a query.
        language: the visitor's language.
    """
    forms = text.forms(typed)[:8]
    if not forms or len("".join(forms)) < 2:
        return []
    longest = max(forms, key=len)
    whole = Q()
    joined = [" ".join(variant) for variant in zip(*(_both(form) for form in forms), strict=True)]
    for start in (*joined, *_both(longest)):
        whole |= _begins(start)
    readers, of_concepts = Q(shown_for__contains=f"|{language}|"), Q(source__startswith=GLOSSARY)
    offered = readers | of_concepts if len(longest) >= FEWEST_LETTERS else readers
    own_first = Case(When(readers, then=0), default=1)
    rows = SearchTerm.objects.filter(whole, offered).order_by(own_first, "-first", "start")[:MOST_READ]
    foreign = list[tuple[str, str]]()
    best: dict[tuple[str, str], tuple[int, int, str, Suggestion]] = {}
    for row in rows:
        if not all(_holds(row, form) for form in forms):
            continue
        if f"|{language}|" not in row.shown_for:
            foreign.append((row.text, row.source.removeprefix(GLOSSARY)))
            continue
        suggestion = Suggestion(row.kind if row.kind in GROUPS else "title", row.text, row.language, row.url)
        exact = any(row.start.startswith(start) for start in joined)
        rank = (0 if exact else 1, 0 if row.first else 1, row.text, suggestion)
        slot = (suggestion.group, row.text)
        best[slot] = min(best.get(slot, rank), rank, key=lambda item: item[:3])
    for word, concept, number in concepts_in_other_languages(joined, language, foreign):
        url = reverse("concept", args=[concept.slug])
        suggestion = Suggestion(TERM, word, language, url, concept.name(language)[0], number)
        # Whoever writes another language finds it below what readers of this one mean.
        best.setdefault((TERM, word), (2, 0, word, suggestion))
    return _share(sorted(best.values(), key=lambda item: item[:3]))


def _both(form: str) -> tuple[str, str]:
    variants = spellings(form)
    return variants[0], variants[-1]


def _begins(start: str) -> Q:
    # PostgreSQL keeps an index for LIKE, and would compare by the rules of a language; SQLite the other way round.
    if connection.vendor == "postgresql":
        return Q(start__startswith=start[:80])
    return Q(start__gte=start[:80], start__lt=start[:80] + "\U0010ffff")


def _holds(row: SearchTerm, form: str) -> bool:
    """Whether a word of the suggestion begins with ``form``, however its letters are spelled."""
    folded = [fold(word, row.language) for word in text.forms(row.text)]
    return any(word.startswith(variant) for word in folded for variant in spellings(form))


def _share(ranked: Sequence[tuple[int, int, str, Suggestion]]) -> list[Suggestion]:
    """The best of every group first, then the next best, until there are ``MOST``; shown group by group."""
    groups = {group: [item[3] for item in ranked if item[3].group == group] for group in GROUPS}
    chosen: list[Suggestion] = []
    for place in range(MOST):
        chosen += [found[place] for found in groups.values() if place < len(found)]
    kept = chosen[:MOST]
    return [suggestion for group in GROUPS for suggestion in groups[group] if suggestion in kept]
