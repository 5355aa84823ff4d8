"""Query relaxation: all words, then corrected words, then any word; the first step that finds something wins."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, islice, product
from typing import NamedTuple

from search.concepts.everyday import NO_CONCEPTS, Concepts
from search.engines.base import SET_APART, Results, SearchBackend, SearchRequest
from search.engines.vocabulary import Vocabulary
from search.enums import Step
from search.languages.analysis import outer_parts
from search.lexicon.packed import Lexicon
from search.query.letters import Letters
from search.query.parsing import Parsed, parse
from search.query.planning import make_plan
from search.query.plans import Plan
from search.query.questions import without_opening
from search.query.spelling import candidates
from search.query.translated import has_entry, with_translations
from search.query.widening import any_of_the_words, any_word, with_broader_concepts, with_close_spellings

#: Corrections tried before the words are no longer all required.
MAX_TRIES = 4
#: Words whose spelling is looked into; a question with more of them is none.
MOST_DOUBTED = 6
#: With fewer hits than this, a page, those that have some of the words follow behind those that have all.
FEW = 10
NO_LEXICON = Lexicon()


@dataclass(frozen=True, slots=True)
class Found:
    """The results of a query, the step that found them, and the words taken instead of those typed."""

    results: Results
    step: Step
    #: Word typed -> word searched instead.
    corrected: Mapping[str, str]
    plan: Plan
    #: How many of the first results have all the words, where others follow; 0 where none do.
    complete: int = 0

    @property
    def single(self) -> bool:
        """Whether one word was asked for, beside words of grammar."""
        return sum(word.required for word in self.plan.words) == 1


class Index(NamedTuple):
    """An engine, the vocabulary of what it holds, what words mean, and what they are called in other languages."""

    engine: SearchBackend
    vocabulary: Vocabulary
    concepts: Concepts = NO_CONCEPTS
    lexicon: Lexicon = NO_LEXICON


def ask(engine: SearchBackend, plan: Plan, request: SearchRequest) -> Results:
    """Ask ``engine`` for what ``plan`` says, with the filters, sorting and slice of ``request``."""
    return engine.search(
        replace(
            request,
            words=plan.words,
            phrases=plan.phrases,
            excluded=plan.excluded,
        )
    )


def find(typed: str, language: str, index: Index, request: SearchRequest, correct_spelling: bool = True) -> Found:
    """Run a query, relaxing it until something is found.

    Args:
        typed: the query as typed, anything at all.
        language: the visitor's language.
        index: what is searched.
        request: filters, sorting, slice; its words are filled in here.
        correct_spelling: False when the visitor insists on the words typed.

    Raises:
        EngineUnavailableError: the engine does not answer.
    """
    engine, vocabulary, concepts, lexicon = index
    parsed, letters = parse(typed), Letters()
    if correct_spelling:
        parsed = without_opening(parsed)
    plan = make_plan(parsed, language, vocabulary, concepts, letters, as_typed=not correct_spelling)
    if typed.strip() and not parsed:
        return Found(Results((), 0, {}), Step.NO_WORDS, {}, plan)
    results = ask(engine, plan, request)
    step, corrected = Step.ALL_WORDS, dict[str, str]()
    if _counted(results, request) or not parsed:
        return Found(results, step, corrected, plan)
    unknown = [word for word in plan.unknown if not has_entry(word, plan.languages, lexicon)]
    if correct_spelling and unknown:
        choices = {
            word: candidates(word, plan.languages.searched, vocabulary, concepts) for word in unknown[:MOST_DOUBTED]
        }
        for chosen in _combinations(choices):
            corrected = chosen
            plan = make_plan(_replaced(parsed, corrected), language, vocabulary, concepts, letters)
            results, step = ask(engine, plan, request), Step.CORRECTED
            if _counted(results, request):
                return Found(results, step, corrected, plan)
    asked = _Asked(_replaced(parsed, corrected), language, index, letters)
    return _widen(Found(results, step, corrected, plan), asked, request, correct_spelling)


class _Asked(NamedTuple):
    """What is looked for, by a reader of which language, and where."""

    parsed: Parsed
    language: str
    where: Index
    letters: Letters


def find_and_complete(
    typed: str, language: str, index: Index, request: SearchRequest, correct_spelling: bool = True
) -> Found:
    """As ``find``, completed: behind a few results that have all the words come those that have some of them, or
    translations of them, or that are about the broader concepts of a single word.

    Not where the visitor wants words exactly as typed, phrases, or another order than by relevance.
    """
    found = find(typed, language, index, request, correct_spelling)
    exact = not correct_spelling or found.plan.phrases or request.sort != "relevance"
    exact = exact or found.step == Step.OTHER_LANGUAGES  # found for readers of another language
    if exact or found.plan.is_loose or not 0 < _counted(found.results, request) < FEW:
        return found
    translated = with_translations(found.plan, index.vocabulary, index.lexicon)
    if found.single and not any(found.plan.wider) and translated is found.plan:
        return found
    end = request.offset + request.limit
    first = found.results.hits
    if request.offset or request.limit < FEW:
        first = ask(index.engine, found.plan, replace(request, offset=0, limit=FEW)).hits
    keys = {hit.key for hit in first}
    loose = with_broader_concepts(translated) if found.single else any_word(translated)
    wide = ask(index.engine, loose, replace(request, offset=0, limit=end + FEW))
    hits = (*first, *(hit for hit in wide.hits if hit.key not in keys))[request.offset : end]
    if wide.total <= len(first):
        return found
    step = found.step if first else Step.ANY_WORD  # a filter has left none of those that have all the words
    return replace(found, results=replace(wide, hits=hits), step=step, plan=loose, complete=len(first))


def _widen(found: Found, asked: _Asked, request: SearchRequest, correct_spelling: bool) -> Found:
    """Any of the words or their translations, or versions in other languages; what was probably typed in another
    language, that first. A word that has translations in the index is neither misspelt nor taken apart, nor is one that
    is looked for as it was typed. The words of phrases that nothing holds are words like the others."""
    plan, loose = found.plan, _unquoted(found.plan, asked, correct_spelling)
    loosened = any_word if correct_spelling else any_of_the_words
    translated = with_translations(loose, asked.where.vocabulary, asked.where.lexicon) if correct_spelling else loose
    known = {one.word for one in translated.translations}
    near: dict[str, list[str]] = {}
    if correct_spelling:
        near = {
            word: candidates(word, plan.languages.searched, asked.where.vocabulary)
            for word in [word for word in loose.absent if word not in known][:MOST_DOUBTED]
        }
    close = with_close_spellings(plan, near) if any(near.get(word) for word in plan.absent) else plan
    here = [(close, request, Step.ANY_WORD)] if close is not plan else []
    here += [(split, request, Step.ANY_WORD) for split in (_split(plan, asked) if correct_spelling else [])]
    if any(near.values()):
        translated = with_close_spellings(translated, near)
    here.append((loosened(translated), request, Step.ANY_WORD))
    typed_in = plan.languages.typed_in
    others = (typed_in,) if typed_in else plan.languages.searched[1:]
    there = [
        (tried, replace(request, shown_for=code), Step.OTHER_LANGUAGES)
        for tried in (plan, loosened(loose))
        for code in others
        if request.shown_for not in {None, code}
    ]
    for tried, wanted, step in [*there[:1], *here, *there[1:]] if typed_in else [*here, *there]:
        if not tried.asks_for_something:
            continue
        results = ask(asked.where.engine, tried, wanted)
        if _counted(results, wanted):
            return Found(results, step, found.corrected, tried)
    return found


def _unquoted(plan: Plan, asked: _Asked, correct_spelling: bool) -> Plan:
    """The query without its quotation marks: each word of a phrase by itself."""
    if not plan.phrases:
        return plan
    words = tuple(dict.fromkeys((*asked.parsed.words, *chain(*asked.parsed.phrases))))
    parsed, where = replace(asked.parsed, words=words, phrases=()), asked.where
    return make_plan(
        parsed, asked.language, where.vocabulary, where.concepts, asked.letters, as_typed=not correct_spelling
    )


def _split(plan: Plan, asked: _Asked) -> list[Plan]:
    """The query after compound splitting, for compounds that no document holds ("landsbygdsbredband")."""
    parts = {
        word: found
        for word in (*plan.absent, *plan.unknown)
        for found in [next(filter(None, (outer_parts(word, code) for code in plan.languages.vouching)), ())]
        if found
    }
    if not parts:
        return []
    words = tuple(dict.fromkeys(part for word in asked.parsed.words for part in parts.get(word, (word,))))
    where = asked.where
    return [
        make_plan(replace(asked.parsed, words=words), asked.language, where.vocabulary, where.concepts, asked.letters)
    ]


def _combinations(choices: Mapping[str, list[str]]) -> Iterator[dict[str, str]]:
    """Corrections to try, the likeliest first: the other words of the query decide between close candidates."""
    words = [word for word, found in choices.items() if found]
    if not words:
        return iter(())
    tried = product(*(choices[word] for word in words))
    return (dict(zip(words, chosen, strict=True)) for chosen in islice(tried, MAX_TRIES))


def _replaced(parsed: Parsed, corrected: Mapping[str, str]) -> Parsed:
    words = tuple(dict.fromkeys(corrected.get(word, word) for word in parsed.words))
    phrases = tuple(tuple(corrected.get(word, word) for word in phrase) for phrase in parsed.phrases)
    return Parsed(words, phrases, parsed.excluded)


def _counted(results: Results, request: SearchRequest) -> int:
    """Hits with or without the chosen filters: a filter that leaves nothing is no reason to read the query anew.

    Kinds that are set apart count only where they are asked for.
    """
    left_out = frozenset() if request.asks_for_all_kinds else SET_APART
    kinds = results.facets.get("kind", {})
    return results.total or sum(number for kind, number in kinds.items() if kind not in left_out)
