"""Parsed exchange files before they are stored: target segments, their state, and the language they are in."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.core.i18n.languages import bare_code
from portal.editing.translations import rules
from portal.editing.translations.editor import Sentence


class ExchangeError(Exception):
    """The file cannot be taken in; the message says why, for the editor."""


def text_of(data: bytes, named: str) -> str:
    """The text of a file without a byte order mark: in UTF-8 if it can be, else in the encoding ``named`` in it.

    Tools write a name and save in UTF-8 all the same; no text of another encoding is UTF-8 by accident.

    Raises:
        ExchangeError: it is in neither.
    """
    for encoding in ("utf-8", named):
        try:
            return data.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    raise ExchangeError(
        _("The letters of this file are not in the encoding that it names. Save it as UTF-8 and upload it again.")
    )


@dataclass(frozen=True)
class Target:
    """What came back for one sentence of the page.

    ``finished``: whether the file calls it done; None if it does not say.
    """

    sentence: Sentence
    text: str
    finished: bool | None


@dataclass(frozen=True)
class Note:
    """What to say of one sentence. ``kind``: ``refused``, ``unsure``, ``newer`` or ``unknown``."""

    kind: str
    name: str
    why: str = ""

    def __str__(self) -> str:
        return f"{self.name}: {self.why}" if self.why else self.name


@dataclass(frozen=True)
class Outcome:
    """What came of a file: sentences stored, sentences that the page does not have (any more), and what to say."""

    stored: int
    unknown: int
    notes: tuple[Note, ...] = ()


def is_language(tag: str, code: str) -> bool:
    """Whether ``tag``, as a tool writes it (da-DK, DA, da_DK, dan), is the language with the code ``code`` (BCP 47)."""
    return _language_of(tag) == _language_of(code)


def _language_of(tag: str) -> str:
    return bare_code(re.split(r"[@.]", tag, maxsplit=1)[0])


class Matcher:
    """Finds the sentence of the page that a sentence of a file is."""

    def __init__(self, sentences: list[Sentence]) -> None:
        self.by_key = {sentence.key: sentence for sentence in sentences}
        self.by_place: dict[tuple[str, str], Sentence] = {}
        self.by_words: dict[str, list[Sentence]] = {}
        for sentence in sentences:
            words = plain_words(sentence.segment.string.data)
            self.by_place[sentence.segment.context.path, words] = sentence
            self.by_words.setdefault(words, []).append(sentence)

    def find(self, key: str, path: str, words: str) -> Sentence | None:
        """By field and words; else by the key, which tools may have changed; else by words that stand there once."""
        alike = self.by_words.get(words, [])
        sentence = self.by_place.get((path, words)) or self.by_key.get(key)
        return sentence or (alike[0] if len(alike) == 1 else None)


def plain_words(data: str) -> str:
    """The words of a stored string as they are compared with those of a file."""
    return " ".join(rules.plain(data).split())
