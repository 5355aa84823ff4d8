"""The search's analysis of words and its glossary, for others: see ``portal.core.hooks.words``."""

from collections.abc import Iterator

from portal.core.hooks.words import Analysis, Clue, Meaning
from search.concepts.everyday import everyday_name, wider
from search.concepts.glossary import glossary
from search.languages import text
from search.languages.analysis import analyse
from search.languages.folding import fold
from search.languages.function_words import FUNCTION_WORDS

#: Shorter words rarely tell what a text is about.
SHORTEST = 3


def meanings(content: str, language: str) -> Iterator[Meaning]:
    """Glossary concepts that ``content`` names, and its other telling words by lemmas and parts of compounds."""
    found = list(text.tokens(content))
    words = [analyse(token.form, language) for token in found]
    grammar = FUNCTION_WORDS.get(language, ())
    named: set[int] = set()
    for slug, first, end in glossary().find(words, language):
        named.update(range(first, end))
        typed = content[found[first].start : found[end - 1].end]
        yield Meaning(typed, frozenset({f"#{slug}"}), slug)
    for number, (token, word) in enumerate(zip(found, words, strict=True)):
        keys = {key for key in (*word.lemmas, *word.parts) if len(key) >= SHORTEST and key not in grammar}
        if number not in named and token.form not in grammar and not token.form.isnumeric() and keys:
            yield Meaning(content[token.start : token.end], frozenset(keys))


#: Steps to what a concept is a kind of, and to what that is a kind of.
MOST_STEPS = 2


def clues(content: str, language: str) -> Iterator[Clue]:
    """Concepts that ``content`` names, what they are kinds of, those of parts of compounds; and lemmas of its words."""
    found = list(text.tokens(content))
    words = [analyse(token.form, language) for token in found]
    grammar = FUNCTION_WORDS.get(language, ())
    for slug, first, end in glossary().find(words, language, heads=True):
        yield from _with_wider(slug, content[found[first].start : found[end - 1].end])
    for token, word in zip(found, words, strict=True):
        typed = content[token.start : token.end]
        if token.form in grammar or token.form.isnumeric():
            continue
        for part in word.parts:
            if part not in grammar:
                for slug, _first, _end in glossary().find([analyse(part, language)], language):
                    yield Clue(f"#{slug}", typed, 1)
        for lemma in word.lemmas:
            if len(lemma) >= SHORTEST and lemma not in grammar:
                yield Clue(fold(lemma, language), typed)


def _with_wider(slug: str, typed: str) -> Iterator[Clue]:
    named = [slug]
    for steps in range(MOST_STEPS + 1):
        yield from (Clue(f"#{name}", typed, steps) for name in named)
        named = [above for name in named for above in wider(name)]


def concept_name(slug: str, language: str) -> str:
    """What ``language`` calls a concept: its first label there, or else in English."""
    return glossary().name(slug, language) or everyday_name(slug, language)


ANALYSIS = Analysis(meanings, clues, concept_name)
