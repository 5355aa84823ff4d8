"""A cache of the glossary, kept for a while by every process and read anew when it changes."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from portal.core.i18n.languages import LANGUAGES
from portal.core.pagecache import versions
from portal.core.pagecache.kept import kept
from portal.core.replica import on_primary
from projects.models import GlossaryConcept, GlossaryEntry
from search.concepts.everyday import Concepts
from search.languages.text import normalise
from search.lexicon.packed import Translation

#: Seconds for which a process keeps the glossary. Its own changes it sees at once; those of others too, where it
#: follows the versions of the tables.
KEEP_SECONDS = 30
TABLES = (versions.EVERYTHING, GlossaryConcept._meta.db_table, GlossaryEntry._meta.db_table)


@dataclass(frozen=True)
class Glossary:
    """The terms of editors and everyday words; and what a word is never taken for: its language and the word, then
    those of the other one, whose language is "" where every language is meant."""

    concepts: Concepts
    forbidden: frozenset[tuple[str, str, str, str]]


class Kept:
    """The glossary in the memory of a process. Threads share it, and one may forget it while another one reads."""

    def __init__(self, read: Callable[[], Glossary]) -> None:
        self._read = read
        self._lock = threading.Lock()
        self._glossary: Glossary | None = None
        self._read_at = 0.0
        #: Of its tables when it was read, as far as this process follows them.
        self._version: tuple[int, ...] | None = None
        #: Grows whenever the glossary is forgotten: what was read before that is not kept.
        self._forgotten = 0

    def get(self) -> Glossary:
        """The glossary, read anew where it is too old. Nobody waits for another thread's reading."""
        version = versions.of(TABLES)
        with self._lock:
            kept, forgotten = self._glossary, self._forgotten
            if kept and version == self._version and time.monotonic() - self._read_at <= KEEP_SECONDS:
                return kept
        with on_primary():
            found = self._read()
        with self._lock:
            if forgotten == self._forgotten:
                self._glossary, self._read_at, self._version = found, time.monotonic(), version
        return found

    def forget(self) -> None:
        """Read anew next time."""
        with self._lock:
            self._glossary = None
            self._forgotten += 1


#: What the glossary says of a word: its concept and language, its words, and those of other languages that it is not.
Entry = tuple[str, str, tuple[str, ...], tuple[tuple[str, str], ...]]


@kept(len(LANGUAGES), shared=True)
def read_glossary() -> Glossary:
    """The glossary as it is stored now, and the everyday words."""
    return _glossary_of(
        tuple(
            (entry.concept.slug, entry.language, tuple(entry.words), tuple(entry.other_words))
            for entry in GlossaryEntry.objects.select_related("concept").defer("definition")
        )
    )


@lru_cache(maxsize=1)
def _glossary_of(entries: tuple[Entry, ...]) -> Glossary:
    """The glossary of these entries; as long as they say the same, their words are not analysed again."""
    return Glossary(
        Concepts((slug, language, label) for slug, language, words, _others in entries for label in words),
        frozenset(
            (language, normalise(word), other_language, normalise(other))
            for _slug, language, words, others in entries
            for other, other_language in others
            for word in words
        ),
    )


_kept = Kept(read_glossary)


def glossary() -> Concepts:
    """The glossary as it is now; at most ``KEEP_SECONDS`` old where this process does not follow its tables."""
    return _kept.get().concepts


def is_forbidden(language: str, word: str, translation: Translation) -> bool:
    """Whether the glossary says that these two words mean different things; it may say so of either.

    Parameters:
        word: its dictionary form, as it is looked up in the lexicon.
    """
    forbidden = _kept.get().forbidden
    other = (translation.language, translation.word)
    there = ((language, word, code, translation.word) for code in (translation.language, ""))
    back = ((*other, code, word) for code in (language, ""))
    return not forbidden.isdisjoint((*there, *back))


def forget_glossary() -> None:
    """Read the glossary anew next time; called when it changes."""
    _kept.forget()
