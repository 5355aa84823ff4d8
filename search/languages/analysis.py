"""Lemmatising and stemming, one interface for every language: ``analyse`` and ``is_known``.

Where nothing better is known, a word is its own lemma, so that any language can be searched by the forms typed.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import chain

import snowballstemmer
from islenska import Bin
from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy, DictionaryLookupStrategy

from portal.core.i18n.languages import LANGUAGES, Analyser, language_row
from search.languages.compounds import parts_of, split
from search.languages.dictionaries import FACTORY
from search.languages.endings import beginnings, faroese_stems
from search.languages.finnish import verbs_of_participle, without_suffixes
from search.languages.function_words import FUNCTION_WORDS
from search.languages.text import letters_and_figures

_lookup = DictionaryLookupStrategy(FACTORY)
#: No cache of its own: ``analyse`` keeps what was asked for.
_lemmatizer = Lemmatizer(cache_max_size=1, lemmatization_strategy=DefaultStrategy(dictionary_factory=FACTORY))


@dataclass(frozen=True, slots=True)
class Word:
    """A word form analysed: lemmas that it may stand for, their stems, the parts of a compound and the last of them."""

    form: str
    lemmas: tuple[str, ...]
    stems: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    head: str = ""


class _Stemmers(threading.local):
    """The Snowball stemmers of one thread: each keeps the word it works on in itself, so threads share none."""

    def __init__(self) -> None:
        self.stemmers: dict[str, Callable[[str], str]] = {}

    def stem(self, word: str, language: str) -> str:
        """The stem of ``word``."""
        if language not in self.stemmers:
            self.stemmers[language] = snowballstemmer.stemmer(language_row(language).analysis.stemmer).stemWord
        return self.stemmers[language](word)


_stemmers = _Stemmers()


@cache
def _bin() -> Bin:
    """BÍN, which all threads may ask: its data never change, and its own cache is made for threads."""
    return Bin(add_compound_hyphens=True)


def _base(form: str, language: str) -> str:
    """The word before a clitic ending: EU of EU:n, city of city's, talossa of talossammekin."""
    for joiner in (":", "'"):
        head, found, tail = form.partition(joiner)
        if found and len(head) > 1 and len(tail) <= 4:
            return head
    if language_row(language).analysis.analyser == Analyser.FINNISH:
        return without_suffixes(
            form, lambda bare: known_lemma(bare, language), lambda bare: bool(split(bare, language, known_lemma))
        )
    return form


def _lemmas(base: str, language: str) -> tuple[str, ...]:
    """Lemmas; of a compound that no dictionary lists, its beginning with that of its last part."""
    found = [_lemmatizer.lemmatize(base, lang=language).lower()]
    if known_lemma(base, language) is None and (parts := split(base, language, known_lemma)):
        beginning = base[: -len(parts[-1].form)]
        # The lemmatizer may have kept the beginning alone: asukasraati is no asukas.
        found = [beginning + parts[-1].lemma, *(lemma for lemma in found if len(lemma) > len(beginning))]
    # The Finnish dictionary lists "data." for some forms of data.
    found = [lemma.rstrip(".") or base for lemma in found]
    return tuple(dict.fromkeys(form for lemma in found for form in (lemma, lemma.replace("-", ""))))


def _with_dictionary(form: str, language: str) -> Word:
    base = _base(form, language)
    lemmas = _lemmas(base, language)
    stems = (_stemmers.stem(lemmas[0], language),) if language_row(language).analysis.stemmer else ()
    return Word(form, lemmas, stems, *parts_of(base, lemmas[0], language, known_lemma))


def _finnish(form: str, language: str) -> Word:
    word, base = _with_dictionary(form, language), _base(form, language)
    forms = dict.fromkeys((base, word.lemmas[0]))
    verbs = (verb for one in forms for verb in verbs_of_participle(one, lambda other: known_lemma(other, language)))
    return replace(word, stems=tuple(dict.fromkeys((*word.stems, *(_stemmers.stem(verb, language) for verb in verbs)))))


def _icelandic(form: str, language: str) -> Word:
    base = _base(form, language)
    entries = [entry.ord.lower() for entry in _bin().lookup(base, auto_uppercase=True)[1]]
    if not entries:
        return _with_dictionary(form, language)
    lemmas = tuple(dict.fromkeys(entry.replace("-", "") for entry in entries))
    compounds = [entry.split("-") for entry in entries if "-" in entry]
    if compounds:
        return Word(form, lemmas, (), tuple(dict.fromkeys(chain(*compounds))), compounds[0][-1])
    return Word(form, lemmas, (), *parts_of(base, lemmas[0], language, known_lemma))


def _faroese(form: str, language: str) -> Word:
    return Word(form, (form,), faroese_stems(form))


def _by_beginning(form: str, language: str) -> Word:
    return Word(form, (form,), beginnings(form))


_ANALYSERS: dict[Analyser, Callable[[str, str], Word]] = {
    Analyser.BIN: _icelandic,
    Analyser.DICTIONARY: _with_dictionary,
    Analyser.FINNISH: _finnish,
    Analyser.FAROESE_ENDINGS: _faroese,
    Analyser.BEGINNING: _by_beginning,
}
#: Languages whose words can be told from those of other languages by a dictionary.
_DICTIONARY = frozenset({Analyser.DICTIONARY, Analyser.FINNISH})
WITH_DICTIONARY = tuple(
    code for code, row in LANGUAGES.items() if row.analysis.analyser in {Analyser.BIN, *_DICTIONARY}
)


@lru_cache(maxsize=20_000)
def analyse(form: str, language: str) -> Word:
    """Lemmas, stems and parts of ``form`` (lower case, see ``text.normalise``) in ``language`` (BCP 47 code).

    A language without analyser is searched by typed forms.
    """
    analyser = language_row(language).analysis.analyser
    word = _ANALYSERS[analyser](form, language) if analyser else Word(form, (form,))
    # "CO2" is found by "CO 2" too.
    pieces = letters_and_figures(form)
    return replace(word, parts=tuple(dict.fromkeys((*word.parts, *pieces)))) if pieces else word


def lemmas_of(form: str, language: str) -> tuple[str, ...]:
    """The lemmas of ``form`` alone, which takes half the time of ``analyse`` and is not kept."""
    if language_row(language).analysis.analyser in _DICTIONARY:
        return _lemmas(_base(form, language), language)
    return analyse(form, language).lemmas


@lru_cache(maxsize=20_000)
def known_lemma(form: str, language: str) -> str | None:
    """The lemma of a form that the dictionary of ``language`` lists literally, else None."""
    if language_row(language).analysis.analyser == Analyser.BIN:
        found = _bin().lookup(form, auto_uppercase=True)[1] if len(form) > 1 else []
        listed = next((entry.ord for entry in found if "-" not in entry.ord), None)
        return listed.lower() if listed else None
    if language not in WITH_DICTIONARY:
        return None
    lemma = _lookup.get_lemma(form, language)
    return None if lemma is None else lemma.lower()


def is_known(form: str, language: str) -> bool:
    """Whether the dictionary of ``language`` lists the form, or it is a function word or a number."""
    if form in FUNCTION_WORDS.get(language, ()) or form.isnumeric():
        return True
    return known_lemma(_base(form, language), language) is not None


@lru_cache(maxsize=4_000)
def query_parts(form: str, language: str) -> tuple[str, ...]:
    """Lemmas of the parts of a compound that somebody typed as one word; empty when it is no compound."""
    if language_row(language).analysis.analyser == Analyser.BIN:
        return analyse(form, language).parts
    return tuple(part.lemma for part in split(_base(form, language), language, known_lemma))


def outer_parts(form: str, language: str) -> tuple[str, ...]:
    """First and last part of a compound that somebody typed as one word; empty when it is no compound."""
    found = query_parts(form, language)
    return (found[0], found[-1]) if len(found) > 1 else ()
