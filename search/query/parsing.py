"""The query parser: words, phrases in quotes, words excluded with a minus."""

import re
from dataclasses import dataclass
from itertools import chain

from search.languages import text

#: A question of this many words says what it means; the rest is not read.
MAX_WORDS = 24
#: Characters of a query that are read; the field of the form allows half of it.
MAX_LENGTH = 400
_QUOTED = re.compile(
    r"(?P<minus>(?:^|(?<=\s))[-\u2212])?[\"\u201c\u201d\u201e\u00ab\u00bb](?P<text>[^\"\u201c\u201d\u201e\u00ab\u00bb]*)"
    r"[\"\u201c\u201d\u201e\u00ab\u00bb]"
)
_EXCLUDED = re.compile(r"(?:^|(?<=\s))[-\u2212](?=[^\W_])(\S+)")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed query, all in lower case."""

    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """Every word in every place: looked for, excluded, in phrases."""
        return (*self.words, *self.excluded, *chain.from_iterable(self.phrases))

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases or self.excluded)


def parse(typed: str) -> Parsed:
    """Parse what was typed. Anything can be typed: what has no meaning is passed over, never an error."""
    rest = " ".join(typed.split())[:MAX_LENGTH]
    phrases: list[tuple[str, ...]] = []
    excluded: list[str] = []

    def take_quoted(match: re.Match[str]) -> str:
        forms = tuple(text.forms(match["text"]))[:MAX_WORDS]
        if match["minus"]:
            excluded.extend(forms)
        elif len(forms) > 1:
            phrases.append(forms)
        elif forms:
            return f" {forms[0]} "
        return " "

    def take_excluded(match: re.Match[str]) -> str:
        excluded.extend(text.forms(match[1]))
        return " "

    rest = _EXCLUDED.sub(take_excluded, _QUOTED.sub(take_quoted, rest))
    forms = dict.fromkeys(text.forms(rest))
    # "For example" says nothing about what is looked for, unless it is all that was typed.
    words = tuple(form for form in forms if form not in text.GRAMMAR_ABBREVIATIONS)[:MAX_WORDS] or tuple(forms)
    return Parsed(words, tuple(dict.fromkeys(phrases))[:4], tuple(dict.fromkeys(excluded))[:MAX_WORDS])
