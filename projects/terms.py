"""The glossary at work: terms that occur in a text, for translators and for the suggestion of elements."""

import re
from collections.abc import Callable
from functools import lru_cache

from portal.editing.translations.terms import Term
from projects.models import GlossaryEntry

MOST_TERMS = 8


def glossary_between(source: str, target: str) -> Callable[[str], list[Term]]:
    """A function that finds glossary terms in a text of language ``source``, with the preferred word in ``target``.

    Inflected forms are found by their beginning: a word of six letters or more may have an ending of up to three.
    """
    words = _words(source, target)

    def find(text: str) -> list[Term]:
        found: dict[str, Term] = {}
        for word, translation in words:
            if len(found) < MOST_TERMS and _pattern(word).search(text):
                found.setdefault(translation, Term(word, translation))
        return list(found.values())

    return find


def _words(source: str, target: str) -> tuple[tuple[str, str], ...]:
    preferred = dict(GlossaryEntry.objects.filter(language=target).values_list("concept_id", "term"))
    entries = GlossaryEntry.objects.filter(language=source, concept__in=preferred)
    pairs = [(word, preferred[entry.concept_id]) for entry in entries for word in entry.words if len(word) > 2]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=2048)
def _pattern(word: str) -> re.Pattern[str]:
    ending = r"\w{0,3}" if len(word) > 5 else ""
    return re.compile(rf"(?<!\w){re.escape(word)}{ending}(?!\w)", re.IGNORECASE)
