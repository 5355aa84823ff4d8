"""Elements that fit a text: by the words and the glossary concepts that the elements' own texts share with it."""

import math
import re
from collections import Counter
from dataclasses import dataclass, field

from portal.core.hooks.words import understand
from projects.models import CaseStudyPage, ElementPage, GlossaryEntry
from projects.wizard.vague_words import VAGUE_WORDS

#: Words and concepts named as reasons.
MOST_REASONS = 3
#: What tells less than this share of the best reason is none: a word that most elements use.
TELLING = 0.25
#: Cases whose words say what is common in this field; the latest ones.
COMPARED = 60
#: The glossary is about this field, a word of the dictionary rarely is.
CONCEPT_WEIGHT = 2.0


@dataclass(frozen=True)
class Suggestion:
    """An element that fits, the words of the text that speak for it, and the terms of the glossary that it shares."""

    element: ElementPage
    words: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)


def suggest_elements(text: str, language: str, most: int = 3) -> list[Suggestion]:
    """Elements that share telling words with ``text``, best first; none if nothing is shared.

    A word tells much if few elements and few cases use it. Compounds count by their parts, forms by their lemma.
    """
    typed: dict[str, str] = {}
    concepts: dict[str, str] = {}
    vague = VAGUE_WORDS.get(language, frozenset())
    for meaning in understand(text, language):
        if not meaning.concept and meaning.typed.casefold() in vague:
            continue
        for key in meaning.keys:
            typed.setdefault(key, meaning.typed)
            if meaning.concept:
                concepts[key] = meaning.concept
    elements = list(
        ElementPage.objects.filter(locale__language_code=language, live=True, retired_in=None).order_by("number")
    )
    known = {element.pk: _keys(_text_of(element), language) for element in elements}
    spread = Counter(key for keys in known.values() for key in keys)
    common = _common(language)
    scored = []
    for element in elements:
        weights = {}
        for key in known[element.pk] & typed.keys():
            weight = math.log((1 + len(elements)) / spread[key]) / (1 + common[key])
            weights[key] = weight * (CONCEPT_WEIGHT if key in concepts else 1)
        if weights:
            scored.append((-sum(weights.values()), element.number, _explained(element, weights, typed, concepts)))
    return [suggestion for _score, _number, suggestion in sorted(scored, key=lambda row: row[:2])[:most]]


def _explained(
    element: ElementPage, weights: dict[str, float], typed: dict[str, str], concepts: dict[str, str]
) -> Suggestion:
    least = max(weights.values()) * TELLING
    order = sorted((key for key in weights if weights[key] >= least), key=lambda key: (-weights[key], key))
    slugs = [concepts[key] for key in order if key in concepts]
    entries = GlossaryEntry.objects.filter(concept__slug__in=slugs, language=element.locale_code)
    names = dict(entries.values_list("concept__slug", "term"))
    # The search knows everyday concepts beside those of the glossary: the writer's own word explains them best.
    words = dict.fromkeys(typed[key] for key in order if concepts.get(key) not in names)
    return Suggestion(
        element, list(words)[:MOST_REASONS], [names[slug] for slug in slugs if slug in names][:MOST_REASONS]
    )


def _keys(text: str, language: str) -> set[str]:
    return {key for meaning in understand(text, language) for key in meaning.keys}


def _common(language: str) -> Counter[str]:
    """In how many cases of the language a word occurs."""
    cases = CaseStudyPage.objects.filter(locale__language_code=language, live=True).order_by("-pk")[:COMPARED]
    texts = cases.values_list("challenge", "approach", "result")
    return Counter(key for parts in texts for key in _keys(_plain(" ".join(parts)), language))


def _text_of(element: ElementPage) -> str:
    blocks = [str(block.value) for stream in (element.body, element.guiding_questions) for block in stream]
    return _plain(" ".join([element.title, element.summary, *blocks]))


def _plain(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", html)
