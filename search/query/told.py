"""What the page tells of a query: translations, asked for and found in a result, its related words, words left out."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from django.conf import settings

from search.concepts.everyday import EVERYDAY_MARK, Concepts
from search.concepts.glossary import glossary
from search.languages.text import tokens as tokens_of
from search.query.plans import Plan, TranslatedWord
from search.tokens import CONCEPT

#: Sources of what no lexicon says: the glossary of the editors, the everyday words of the portal.
GLOSSARY, EVERYDAY_WORDS = "Glossary", "Everyday words"
#: Translations that are shown in one line; related words of a result.
MOST_SHOWN, MOST_RELATED = 12, 3


class RelatedWord(NamedTuple):
    """A word of a result for something near to what was asked for, with the concept that it names."""

    used: str
    #: Of the concept's page.
    slug: str
    #: What the concept is called in the reader's language, if the word is in another one.
    name: str


def translations_asked(plan: Plan, language: str, concepts: Concepts) -> tuple[TranslatedWord, ...]:
    """What a query was asked for in other languages: names of the concepts that its words name, then the lexicon's
    translations, each word once."""
    found: dict[tuple[str, str], TranslatedWord] = {}
    for one in (*_names(plan, language, concepts), *plan.translations):
        if one.used not in plan.forms:
            found.setdefault((one.language, one.used), one)
    return tuple(found.values())


def _names(plan: Plan, language: str, concepts: Concepts) -> Iterator[TranslatedWord]:
    named: dict[str, list[str]] = {}
    for form, clause in zip(plan.forms, plan.words, strict=True):
        for term in clause.terms:
            if (
                term.token.startswith(CONCEPT)
                and term.token in plan.named
                and form not in plan.languages.function_words
            ):
                named.setdefault(term.token, []).append(form)
    for token, forms in named.items():
        slug = token.removeprefix(CONCEPT)
        source = EVERYDAY_WORDS if slug.startswith(EVERYDAY_MARK) else GLOSSARY
        names = concepts.names(slug)
        for code, _name in settings.LANGUAGES:
            if code in names and code != language:
                yield TranslatedWord(" ".join(forms), code, names[code].lower(), source, frozenset({token}))


def translations_in(
    tokens: Iterable[str], language: str, translations: Sequence[TranslatedWord]
) -> tuple[TranslatedWord, ...]:
    """Those of the translations that a text in ``language`` holds, each word typed once.

    Parameters:
        tokens: of the query, as they stand in the text.
        language: of the text.
        translations: those that were asked for.
    """
    found: dict[str, TranslatedWord] = {}
    for token in tokens:
        for one in translations:
            if token in one.tokens and one.language == language:
                found.setdefault(one.word, one)
    return tuple(found.values())


def related_in(near: Iterable[tuple[str, str]], language: str, reader: str) -> list[RelatedWord]:
    """The words of a result that are only near to the query, each concept once.

    Parameters:
        near: words as they stand in the text, with their tokens.
        language: of the text.
        reader: the language of the reader.
    """
    found: dict[str, RelatedWord] = {}
    for used, token in near:
        name = "" if language == reader else glossary().names(token.removeprefix(CONCEPT)).get(reader, "")
        slug = token.removeprefix(CONCEPT).removeprefix(EVERYDAY_MARK)
        found.setdefault(slug, RelatedWord(used, slug, name.lower()))
    return list({one.used.casefold(): one for one in reversed(found.values())}.values())[::-1][:MOST_RELATED]


def few_translations(translations: Sequence[TranslatedWord]) -> list[TranslatedWord]:
    """Of each word typed the first translation into each language, as many as fit into a line, one word at a time."""
    best: dict[tuple[str, str], TranslatedWord] = {}
    for one in translations:
        best.setdefault((one.word, one.language), one)
    turns: dict[str, list[TranslatedWord]] = {}
    for one in best.values():
        turns.setdefault(one.word, []).append(one)
    longest = max(map(len, turns.values()), default=0)
    mixed = [found[turn] for turn in range(longest) for found in turns.values() if turn < len(found)]
    return list({one.used: one for one in mixed}.values())[:MOST_SHOWN]


def without_words(typed: str, left_out: Sequence[str]) -> str:
    """A query as it was typed, without the words that were left out of it, each where it stands first."""
    rest, parts, at = [*left_out], [], 0
    for token in tokens_of(typed):
        if token.form in rest:
            rest.remove(token.form)
            parts.append(typed[at : token.start])
            at = token.end
    return " ".join("".join([*parts, typed[at:]]).split()).strip(" ?!.,;:")
