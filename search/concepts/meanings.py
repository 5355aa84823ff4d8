"""The search's analysis of words and its glossary, for others: see ``portal.core.hooks.words``."""

from collections.abc import Iterator

from portal.core.hooks.words import Meaning
from search.concepts.glossary import glossary
from search.languages import text
from search.languages.analysis import analyse
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
