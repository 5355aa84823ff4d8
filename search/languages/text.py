"""Words of a text with their places, the same for every language."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

#: Letters and digits; apostrophe, hyphen and colon hold a word together ("EU:n", "city's", "e-faktura").
_WORD = re.compile(r"[^\W_]+(?:['’:\-\u2010\u2011][^\W_]+)*")
#: Characters that are invisible inside words: soft hyphens and zero-width joiners come in with pasted text.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
#: One spelling for each joining character, in lower case.
_JOINERS = str.maketrans("’\u2010\u2011", "'--")
#: Longer "words" are addresses or noise, and would only cost time.
MAX_WORD = 60


class Token(NamedTuple):
    """One word of a text: its lower-case form and where it stands."""

    form: str
    start: int
    end: int


def normalise(word: str) -> str:
    """The form under which a word is looked up: composed characters, lower case, one kind of apostrophe."""
    return unicodedata.normalize("NFC", word).translate(_INVISIBLE).translate(_JOINERS).lower()


def tokens(text: str) -> Iterator[Token]:
    """The words of ``text`` in order. Places count in the text as given, so that passages can be cut from
    it."""
    for match in _WORD.finditer(text):
        form = normalise(match.group())
        if form and len(form) <= MAX_WORD:
            yield Token(form, match.start(), match.end())


def forms(text: str) -> list[str]:
    """The lower-case words of ``text``."""
    return [token.form for token in tokens(text)]
