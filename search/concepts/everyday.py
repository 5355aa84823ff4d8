"""A multilingual thesaurus of concepts: "affaldssortering" is "jätteenlajittelu", and a kindergarten is about children.

Two sources: the glossary, which editors keep, and ``concepts.tsv``, everyday words of cities and municipalities, which
the portal brings with it. A case that exists in Norwegian only is found by "airport" too.
"""

import csv
import hashlib
import json
import logging
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from django.conf import settings

import portal.core.i18n.text
from portal.core.i18n.languages import LANGUAGES
from search.languages import text
from search.languages.analysis import WITH_DICTIONARY, Word, known_lemma, lemmas_of
from search.languages.dictionaries import write_whole
from search.languages.folding import spellings
from search.languages.function_words import FUNCTION_WORDS

logger = logging.getLogger(__name__)

#: One row for each concept: its slug, the slugs of wider concepts, and a column of labels for each language. Values are
#: separated by semicolons.
EVERYDAY = Path(__file__).with_name("concepts.tsv")
_ROOM = Path(__file__).parents[1]
#: Begins the slug of a concept of everyday words.
EVERYDAY_MARK = "~"
#: What words are understood by: a change of it makes stale what was understood before.
ANALYSIS = (
    EVERYDAY,
    Path(__file__),
    _ROOM / "tokens.py",
    _ROOM / "places.py",
    Path(portal.core.i18n.text.__file__),
    *sorted(_ROOM.glob("languages/*.py")),
)


@dataclass(frozen=True, slots=True)
class Label:
    """One way to name a concept: its slug, and the lemmas of each of its words behind the first."""

    slug: str
    rest: tuple[tuple[str, ...], ...] = ()


@cache
def analysis_version() -> str:
    """Version of the text analysis: a hash of its rules, its everyday words and the dictionaries installed."""
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in ANALYSIS))
    digest.update(" ".join(version(name) for name in ("simplemma", "islenska", "snowballstemmer")).encode())
    return digest.hexdigest()[:12]


class Labels:
    """The labels of one language by the lemmas of their first word, and the words they are made of."""

    def __init__(self, analysed: Iterable[tuple[str, Sequence[Sequence[str]], Sequence[str]]]) -> None:
        """Take in labels as ``analyse_label`` gives them."""
        self.starting: dict[str, tuple[Label, ...]] = {}
        self._forms: dict[str, None] = {}
        single: dict[str, Label] = {}
        for slug, words, forms in analysed:
            rest = tuple(tuple(sys.intern(lemma) for lemma in lemmas) for lemmas in words[1:])
            label = Label(slug, rest) if rest else single.setdefault(slug, Label(slug))
            for lemma in words[0]:
                self.starting[lemma] = (*self.starting.get(lemma, ()), label)
            self._forms.update(dict.fromkeys(forms))

    @cached_property
    def beginnings(self) -> dict[str, frozenset[str]]:
        """The lemmas of the first words of each concept's labels, by its slug."""
        found = defaultdict[str, set[str]](set)
        for lemma, labels in self.starting.items():
            for label in labels:
                found[label.slug].add(lemma)
        return {slug: frozenset(lemmas) for slug, lemmas in found.items()}

    @cached_property
    def spelled(self) -> dict[str, str]:
        """The words of labels by their folded spellings; needed only where a word is misspelt."""
        return {spelling: form for form in reversed(self._forms) for spelling in spellings(form)}


def analyse_labels(
    labels: Iterable[tuple[str, str]], language: str
) -> Iterator[tuple[str, list[tuple[str, ...]], list[str]]]:
    """Slug, lemmas of every word, and the words, of labels given by slug and text."""
    for slug, label in labels:
        forms = list(text.forms(label))
        if forms:
            yield slug, [_lemmas(form, language) for form in forms], forms


#: Endings, of any of the languages, that show whether a form is inflected itself or the dictionary form of others.
_ENDINGS = ("n", "en", "et", "a", "e", "s", "r", "er", "ar", "or", "ene", "in", "inn", "ið", "num", "ssa", "lla")


@lru_cache(maxsize=4000)
def _lemmas(form: str, language: str) -> tuple[str, ...]:
    """Lemmas of a word of a label. Labels stand in their dictionary form: homographs are not meant (Swedish "skola" is
    also a form of "ska"). Of a label that is inflected itself ("bussen"), what the analysis takes it for counts too.

    Kept, since every process reads the glossary twice a minute.
    """
    found = lemmas_of(form, language)
    listed = form in found or any(known_lemma(form + ending, language) == form for ending in _ENDINGS)
    return (form,) if listed else (form, *found)


@cache
def _rows() -> list[dict[str, list[str]]]:
    with EVERYDAY.open(encoding="utf-8", newline="") as file:
        return [{name: _values(cell) for name, cell in row.items()} for row in csv.DictReader(file, delimiter="\t")]


def _values(cell: str) -> list[str]:
    return [value.strip() for value in cell.split(";") if value.strip()]


@cache
def everyday(language: str) -> Labels:
    """The everyday words of a language. Their analysis takes half a second: it is kept in ``DICTIONARY_DIR``."""
    path = Path(settings.DICTIONARY_DIR) / f"concepts-{language}-{analysis_version()}.json"
    try:
        return Labels(json.loads(path.read_bytes()))
    except (OSError, ValueError):
        named = ((EVERYDAY_MARK + row["slug"][0], label) for row in _rows() for label in row.get(language, ()))
        analysed = list(analyse_labels(named, language))
    try:
        for old in path.parent.glob(f"concepts-{language}-*.json"):
            old.unlink(missing_ok=True)
        write_whole(path, json.dumps(analysed, ensure_ascii=False).encode())
    except OSError as error:
        logger.warning("The everyday words are analysed at every start, %s cannot be written: %s", path, error)
    return Labels(analysed)


def prepare() -> None:
    """Analyse the everyday words of every language now, rather than when somebody waits for an answer."""
    for language in WITH_DICTIONARY:
        everyday(language)


@cache
def _names() -> dict[str, dict[str, str]]:
    return {
        EVERYDAY_MARK + row["slug"][0]: {
            code: labels[0] for code, labels in row.items() if code in LANGUAGES and labels
        }
        for row in _rows()
    }


def everyday_name(slug: str, language: str) -> str:
    """What ``language`` calls a concept of the everyday words, or else English; "" for any other concept."""
    names = _names().get(slug, {})
    return names.get(language) or names.get("en", "")


@cache
def _wider() -> dict[str, tuple[str, ...]]:
    return {EVERYDAY_MARK + row["slug"][0]: tuple(EVERYDAY_MARK + slug for slug in row["broader"]) for row in _rows()}


@cache
def wider(slug: str) -> tuple[str, ...]:
    """The broader concepts (SKOS ``broader``) of a concept, one step up."""
    return _wider().get(slug, ())


@cache
def narrower(slug: str) -> tuple[str, ...]:
    """The narrower concepts (SKOS ``narrower``) of a concept, all the way down."""
    found: dict[str, None] = {}
    waiting = [slug]
    while waiting:
        asked = waiting.pop(0)
        below = [name for name, above in _wider().items() if asked in above and name not in found and name != slug]
        found |= dict.fromkeys(below)
        waiting += below
    return tuple(found)


class Concepts:
    """The concepts of the thesaurus: the everyday words together with the glossary's."""

    def __init__(self, entries: Iterable[tuple[str, str, str]] = (), *, with_everyday: bool = True) -> None:
        """Take in the glossary.

        Parameters:
            entries: slug, language and label of the glossary.
            with_everyday: False for a search that knows words only.
        """
        self.with_everyday = with_everyday
        named: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        self._names: dict[tuple[str, str], str] = {}
        for slug, language, label in entries:
            named[language].append((slug, label))
            self._names.setdefault((slug, language), label)
        self.own = {language: Labels(analyse_labels(labels, language)) for language, labels in named.items()}

    def _labels(self, language: str) -> list[Labels]:
        found = [self.own[language]] if language in self.own else []
        return [*found, everyday(language)] if self.with_everyday else found

    def find(
        self, words: Sequence[Word], language: str, *, heads: bool = False, among: Set[str] | None = None
    ) -> Iterator[tuple[str, int, int]]:
        """Entity linking: concepts named in analysed words (slug, first word, end); the longest label wins.

        Parameters:
            words: what is looked through.
            language: theirs.
            heads: name also what a compound is a kind of, by its last part ("elbuss": bus), if it has no label itself.
            among: slugs of the concepts that are looked for; all of them by default.
        """
        sources, grammar = self._labels(language), FUNCTION_WORDS.get(language, ())
        begins = {lemma for source in sources for slug in among or () for lemma in source.beginnings.get(slug, ())}
        for start, word in enumerate(words):
            # Swedish "ska" may be a form of "skola", but not of the school.
            forms = (word.form,) if word.form in grammar else (word.form, *word.lemmas)
            if among is not None and begins.isdisjoint(forms) and not (heads and word.head in begins):
                continue
            fitting = _fitting(forms, words, start, sources)
            if not fitting and heads and word.head:
                fitting = {
                    label for source in sources for label in source.starting.get(word.head, ()) if not label.rest
                }
            longest = max((len(label.rest) for label in fitting), default=0)
            for slug in sorted({label.slug for label in fitting if len(label.rest) == longest}):
                if among is None or slug in among:
                    yield slug, start, start + longest + 1

    def name(self, slug: str, language: str) -> str:
        """What the glossary calls a concept in ``language``, or else in English; "" for a concept that it lacks."""
        return self._names.get((slug, language)) or self._names.get((slug, "en"), "")

    def names(self, slug: str) -> dict[str, str]:
        """What a concept is called, by language."""
        if slug.startswith(EVERYDAY_MARK):
            return _names().get(slug, {})
        return {code: name for (known, code), name in self._names.items() if known == slug}

    def spelled(self, folded: str, language: str) -> list[str]:
        """Words of labels under a folded spelling."""
        return [source.spelled[folded] for source in self._labels(language) if folded in source.spelled]


def _fitting(lemmas: Iterable[str], words: Sequence[Word], start: int, sources: Sequence[Labels]) -> set[Label]:
    """The labels that stand at ``start``."""
    known = chain.from_iterable(source.starting.get(lemma, ()) for lemma in lemmas for source in sources)
    return {label for label in known if _fits(label.rest, words[start + 1 : start + 1 + len(label.rest)])}


def _fits(rest: Sequence[Sequence[str]], there: Sequence[Word]) -> bool:
    return len(there) == len(rest) and all(
        any(lemma == word.form or lemma in word.lemmas for lemma in lemmas)
        for lemmas, word in zip(rest, there, strict=True)
    )


#: Knows nothing.
NO_CONCEPTS = Concepts(with_everyday=False)
