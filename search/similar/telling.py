"""What a text is about, as a query (more like this): its most telling words and concepts, in every language."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from search.concepts.everyday import EVERYDAY_MARK, narrower, wider
from search.engines.base import K1, OWN_LANGUAGE_WEIGHT, TITLE_REPEATS, Term, WordClause
from search.engines.batches import batched
from search.engines.ranking import Scorer, join, rarity
from search.engines.vocabulary import TOTAL, Vocabulary
from search.languages import text
from search.languages.analysis import Word, analyse, query_parts
from search.languages.function_words import FUNCTION_WORDS
from search.lexicon.packed import Lexicon
from search.query.fallback_steps import Index
from search.query.planning import CONCEPT_WEIGHT, EVERYDAY_WEIGHT, NARROWER, WEIGHTS, WIDER, weigh_form
from search.query.plans import Languages, Plan, Weights
from search.query.translated import MOST_TRANSLATED, with_translations
from search.tokens import CONCEPT, LEMMA, PART, streams

#: Words and concepts that stand for a text: more of them say less about what it is about.
MOST_TELLING = 24
#: Shorter words rarely tell what a text is about.
SHORTEST = 3


@dataclass
class Subject:
    """A word or concept of a text: what the index may hold for it, and how often the text says so."""

    form: str
    is_concept: bool
    weights: dict[str, float] = field(default_factory=dict)
    times: int = 0

    @property
    def repeated(self) -> float:
        """Term frequency as BM25 counts it: the tenth time says little more than the third."""
        return self.times / (self.times + K1)


@dataclass(frozen=True)
class Telling:
    """The query that a text makes, and the score that the text itself would have for it."""

    words: tuple[WordClause, ...]
    own_score: float


def telling(title: str, body: str, language: str, index: Index, *, versions: int = 0) -> Telling:
    """What to ask the index for to find texts that are about the same.

    Parameters:
        title: counts as often as in the ranking.
        body: plain text.
        language: of both.
        index: what will be asked.
        versions: how many documents of the index are this text; words that no other holds are left out.
    """
    subjects = _subjects(title, TITLE_REPEATS, language, index) | {}
    for key, subject in _subjects(body, 1, language, index).items():
        subjects.setdefault(key, replace(subject, times=0)).times += subject.times
    frequencies, _ = index.vocabulary.read(token for subject in subjects.values() for token in subject.weights)
    rated = _most_telling(subjects.values(), frequencies)
    shared = _held(rated, frequencies, versions)[:MOST_TELLING]
    words = tuple(_translated(shared, language, index.vocabulary, index.lexicon))
    own = tuple(_clause(one.weights, one.repeated) for one in rated[:MOST_TELLING])
    return Telling(words, _own_score(title, body, language, index, own))


def _subjects(content: str, times: int, language: str, index: Index) -> dict[str, Subject]:
    """The concepts that a text names, and its other words that are none of grammar, each with what is asked for it."""
    found: dict[str, Subject] = {}
    words = [analyse(form, language) for form in text.forms(content)]
    grammar, named = FUNCTION_WORDS.get(language, frozenset()), set[int]()
    for slug, first, end in index.concepts.find(words, language, heads=True):
        named.update(range(first, end))
        subject = found.setdefault(CONCEPT + slug, Subject(words[first].form, is_concept=True))
        subject.weights |= _concept_weights(slug)
        if end == first + 1:
            subject.weights |= _word_weights(words[first], language)
        subject.times += times
    for number, word in enumerate(words):
        lemma = word.lemmas[0]
        if number in named or word.form in grammar or len(lemma) < SHORTEST or word.form.isnumeric():
            continue
        subject = found.setdefault(lemma, Subject(word.form, is_concept=False))
        subject.weights |= _word_weights(word, language)
        subject.times += times
    return found


def _concept_weights(slug: str) -> Weights:
    named = EVERYDAY_WEIGHT if slug.startswith(EVERYDAY_MARK) else CONCEPT_WEIGHT
    near = {CONCEPT + name: named * WIDER for name in wider(slug)}
    return {**near, **{CONCEPT + name: named * NARROWER for name in narrower(slug)}, CONCEPT + slug: named}


def _word_weights(word: Word, language: str) -> Weights:
    """The word, compounds that hold it, and what it is a compound of."""
    parts = {f"{language}{LEMMA}{part}": WEIGHTS[PART] for part in query_parts(word.form, language)}
    held = {f"{language}{PART}{lemma}": WEIGHTS[PART] for lemma in word.lemmas}
    return {**parts, **held, **weigh_form(word.form, language)}


def _most_telling(subjects: Iterable[Subject], frequencies: Mapping[str, int]) -> list[Subject]:
    """Those first that are said often here and seldom elsewhere."""
    total = max(frequencies.get(TOTAL, 1), 1)
    rated = [
        (-subject.repeated * max(w * rarity(frequencies.get(t, 0), total) for t, w in subject.weights.items()), subject)
        for subject in subjects
    ]
    return [subject for _worth, subject in sorted(rated, key=lambda row: (row[0], row[1].form))]


def _held(subjects: Iterable[Subject], frequencies: Mapping[str, int], versions: int) -> list[Subject]:
    """The subjects, each with what more documents hold than the versions of this text."""
    found = []
    for subject in subjects:
        held = {token: weight for token, weight in subject.weights.items() if frequencies.get(token, 0) > versions}
        if held:
            found.append(replace(subject, weights=held))
    return found


def _translated(
    chosen: Sequence[Subject], language: str, vocabulary: Vocabulary, lexicon: Lexicon
) -> Iterator[WordClause]:
    """The clauses of what was chosen, the words with their translations; concepts are the same in every language."""
    concepts, words = ([one for one in chosen if one.is_concept is wanted] for wanted in (True, False))
    for one in concepts:
        yield _clause(one.weights, one.repeated)
    for group in batched(words, MOST_TRANSLATED):
        clauses = tuple(_clause(one.weights, 1.0) for one in group)
        plan = Plan(
            words=clauses, forms=tuple(one.form for one in group), languages=Languages((language,), (language,))
        )
        for one, clause in zip(group, with_translations(plan, vocabulary, lexicon).words, strict=True):
            yield _clause({term.token: term.weight for term in clause.terms}, one.repeated)


def _clause(weights: Weights, factor: float) -> WordClause:
    terms = tuple(Term(token, weight * factor) for token, weight in weights.items())
    return WordClause(terms, required=False)


def _own_score(title: str, body: str, language: str, index: Index, words: tuple[WordClause, ...]) -> float:
    """What the ranking would give the text itself: the most that another one can be like it."""
    tokens = Counter(term.token for word in words for term in word.terms)
    scorer = Scorer(words, index.vocabulary.read(tokens)[0])
    texts = {
        name: join(streams(content, language, index.concepts).analysed)
        for name, content in (("title", title), ("body", body))
    }
    return scorer.score({**texts, "also": "", "words": ""}) * OWN_LANGUAGE_WEIGHT
