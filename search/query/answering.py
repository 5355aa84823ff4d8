"""The entry of a search: a visitor's question answered, for the page and for the public interface alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.conf import settings
from django.utils.safestring import SafeString

from events.dialogue.queries import answered_questions
from portal.core.i18n.languages import reading_order
from portal.core.models import ReaderVersion
from search.concepts.glossary import glossary
from search.engines.base import Hit, Results, SearchRequest, Term, WordClause
from search.engines.registry import configured_engine, database_engine
from search.enums import Kind, Step
from search.languages.text import tokens
from search.lexicon.translating import lexicon
from search.models import SearchDocument
from search.query.circuit_breaker import Guarded
from search.query.fallback_steps import Found, Index, find
from search.query.filters import SelectedFilters, offered
from search.query.highlighting import marked, marks_of, passage
from search.query.kept_answers import KeptAnswers
from search.query.meant import Meant, find_meant
from search.query.numbered import find_numbered
from search.query.parsing import parse
from search.query.pasted_urls import find_page, words_of
from search.query.planning import make_plan
from search.query.plans import Plan, TranslatedWord
from search.query.questions import opening, without_opening
from search.query.told import (
    RelatedWord,
    few_translations,
    related_in,
    translations_asked,
    translations_in,
    without_words,
)
from search.query.translated import with_translations
from search.tokens import CONCEPT

#: Deepest result that is shown.
MOST_RESULTS = 10_000
SORTS = ("relevance", "newest", "oldest")


@dataclass(frozen=True)
class Question:
    """A search as the visitor asks it: words, language, filters, order, page."""

    typed: str
    language: str
    chosen: SelectedFilters = field(default_factory=SelectedFilters)
    sort: str = "relevance"
    page: int = 1
    page_size: int = 10
    #: The words as typed: neither corrected nor translated, no other words for what they mean.
    exact: bool = False


@dataclass(frozen=True)
class Result:
    """A search result as it is shown."""

    document: SearchDocument
    title: SafeString
    highlight: SafeString
    rank: int
    #: The reader's language.
    reader: str
    #: Of a contribution: the question that it answers, and in which language that is.
    question: tuple[str, str] | None = None
    #: Of an element and the page of the model: the paragraph in which the words stand, by its id in addresses.
    paragraph: str = ""
    #: Of a page: its address in the reader's tree, and title and summary there if the text is in another language.
    address: str = ""
    own_title: str = ""
    own_summary: str = ""
    #: Translations of words of the query that stand in it.
    found_by: tuple[TranslatedWord, ...] = ()
    #: Its words for what is near to what was asked for, if it holds nothing that was.
    related: Sequence[RelatedWord] = ()
    #: Whether only what it means is near: it holds none of the words.
    by_meaning: bool = False

    @property
    def url(self) -> str:
        """Its address; a contribution has one in every language."""
        url = self.address or self.document.url
        if self.is_page:
            return f"{url}#p-{self.paragraph}" if self.paragraph else url
        trees = dict(settings.LANGUAGES)
        return f"/{next(code for code in reading_order(self.reader) if code in trees)}{url}"

    @property
    def kind(self) -> Kind:
        """What it is."""
        return Kind(self.document.kind)

    @property
    def is_page(self) -> bool:
        """Whether it leads to a page in the language of its text."""
        return self.document.kind != Kind.CONTRIBUTION

    @property
    def is_shortened(self) -> bool:
        """Whether its passage says more than its title; of a short contribution the title is all."""
        return self.is_page or self.document.title.endswith("…")

    @property
    def country(self) -> str:
        """Its country's code, if it has one."""
        return next(iter(self.document.facets.get("country", ())), "")


@dataclass(frozen=True)
class Answer:
    """A page of search results, and what the visitor should know about them."""

    question: Question
    total: int
    results: list[Result]
    facets: Mapping[str, Mapping[str, int]]
    step: Step
    #: The query that was searched instead of the one typed; empty when it was searched as typed.
    corrected: str
    engine: str
    #: Whether the database answered in place of the engine that should have.
    degraded: bool
    found: Found
    #: What was asked for in other languages.
    translations: tuple[TranslatedWord, ...] = ()
    #: Whether there are more than ``total``.
    more: bool = False
    #: Words typed that were not looked for: the opening of a question, what very many texts have.
    left_out: tuple[str, ...] = ()
    #: The model by which the results were ordered as well; empty where only words had a say.
    model: str = ""

    @property
    def looked_for(self) -> str:
        """What was left of the words where some were left out; empty where all were looked for."""
        return without_words(self.corrected or self.question.typed, self.left_out) if self.left_out else ""

    @property
    def also_searched(self) -> list[TranslatedWord]:
        """The likeliest of the translations, few enough to be read."""
        return few_translations(self.translations)


#: What this process keeps.
kept_answers: KeptAnswers[Answer] = KeptAnswers()


def answer(question: Question) -> Answer:
    """Search the portal; whatever happens to the external engine, there is an answer.

    Where the database is the engine, the same question is answered from memory for a minute, while nothing changes; an
    external engine follows the database a moment later.
    """
    if configured_engine().name != database_engine().name:
        return _find_answer(question)
    filters = (tuple(sorted(question.chosen.values.items())), question.chosen.unknown)
    asked = (question.typed, question.language, filters, question.sort, question.page, question.page_size)
    return kept_answers.get((*asked, question.exact), lambda: _find_answer(question), _may_be_kept)


def _may_be_kept(given: Answer) -> bool:
    """Whether the documents say all that is shown: of a contribution the question is, which is none of them."""
    return not any(result.question for result in given.results)


def _find_answer(question: Question) -> Answer:
    page = max(min(question.page, MOST_RESULTS // question.page_size), 1)
    request = SearchRequest(
        filters=question.chosen.asked,
        shown_for=question.language,
        sort=question.sort,
        offset=(page - 1) * question.page_size,
        limit=question.page_size,
    )
    index = _index(request)
    if question.exact:
        index = _as_typed(index)
    pasted, paragraph = find_page(question.typed, question.language), ""
    meant = Meant()
    if not pasted:
        pasted, paragraph = find_numbered(question.typed, question.language)
    left_out: tuple[str, ...] = ()
    if pasted:
        found = _found_page(pasted, replace(request, filters=question.chosen.values))
    else:
        left_out = () if question.exact else opening(parse(words_of(question.typed)))
        found, meant = find_meant(words_of(question.typed), question.language, index, request, not question.exact)
    if found.step is Step.ANY_WORD and not found.complete:
        left_out += found.plan.left_out
    # Other versions of ten pages, word by word, are for the index.
    shown_fields = SearchDocument.objects.defer("also", "names").select_related("places")
    rows = shown_fields.in_bulk([hit.key for hit in found.results.hits], field_name="key")
    documents = [rows[hit.key] for hit in found.results.hits if hit.key in rows and not rows[hit.key].removed]
    related = found.plan.related
    translations = translations_asked(found.plan, question.language, index.concepts)
    asked = _questions(documents, question.language)
    reads = _as_read(documents, question.language)
    results = []
    for place, row in enumerate(documents, 1):
        in_title, in_text = marks_of(row, found.plan.tokens)
        row._state.fields_cache.pop("places", None)  # an answer that is kept does not need them
        title = marked(row.title, in_title, related)
        shown = passage(row.cut_from, in_text, related)
        answering = [token for _, token in (*title.places, *shown.places)]
        result = Result(
            document=row,
            title=title.html,
            highlight=shown.html,
            found_by=translations_in(answering, row.language, translations),
            related=[] if answering else related_in((*title.near, *shown.near), row.language, question.language),
            rank=request.offset + place,
            reader=question.language,
            question=asked.get(row.slug) if row.kind == Kind.CONTRIBUTION else None,
            by_meaning=row.key in meant.alone and not answering,
            paragraph=paragraph or _paragraph_of(row, shown.places),
            **reads.get(row.url, {}),
        )
        results.append(result)
    return Answer(
        question=question,
        total=found.results.total,
        results=results,
        facets=offered(found.results),
        step=found.step,
        corrected=_corrected(question.typed, found.corrected),
        engine=index.engine.name,
        degraded=index.engine.name != configured_engine().name,
        found=found,
        translations=translations,
        left_out=left_out,
        more=found.results.more,
        model=meant.model,
    )


def _paragraph_of(row: SearchDocument, places: list[tuple[int, str]]) -> str:
    """The paragraph of the model that answers most words of the query, the first among equals; empty if none does."""
    answered: dict[str, set[str]] = {}
    for words, token in places:
        short_id = next((one for before, one in reversed(row.anchors) if before <= words), "")
        answered.setdefault(short_id, set()).add(token)
    return max(answered, key=lambda one: len(answered[one]), default="")


def _as_read(documents: list[SearchDocument], language: str) -> dict[str, dict[str, str]]:
    """What readers of a language get of pages whose text is in another one, by the address of the text: one query."""
    here = f"/{language}/"
    foreign = [row.url for row in documents if row.kind != Kind.CONTRIBUTION and not row.url.startswith(here)]
    if not foreign:
        return {}
    rows = ReaderVersion.objects.filter(language=language, page__url_path__in=foreign)
    return {
        url: {"address": address, "own_title": title, "own_summary": summary}
        for url, address, title, summary in rows.values_list("page__url_path", "url_path", "title", "summary")
    }


def _questions(documents: list[SearchDocument], language: str) -> dict[str, tuple[str, str]]:
    """Of contributions, by public id: the question that each answers, and in which language that is."""
    ids = [row.slug for row in documents if row.kind == Kind.CONTRIBUTION]
    found = answered_questions(ids) if ids else {}
    return {key: (asked.text(language), asked.language_for(language)) for key, asked in found.items()}


def _found_page(page: SearchDocument, request: SearchRequest) -> Found:
    """The page that an address leads to as the one result, if it passes the filters."""
    fits = all(set(values) & set(page.facets.get(name, ())) for name, values in request.filters.items() if values)
    hits = (Hit(page.key, 0.0),) if fits and not request.offset else ()
    facets = {name: dict.fromkeys(values, 1) for name, values in page.facets.items()} if fits else {}
    return Found(Results(hits, int(fits), facets), Step.ADDRESS, {}, Plan())


def find_keys(typed: str, language: str, kind: str) -> list[UUID]:
    """Translation keys of what of one kind answers the words, the best first (see ``portal.core.hooks.finding``)."""
    pasted = find_page(typed, language)
    if pasted and pasted.kind == kind:
        return [pasted.translation_key]
    request = SearchRequest(filters={"kind": (kind,)}, shown_for=language, limit=MOST_RESULTS)
    keys = [hit.key for hit in find(words_of(typed), language, _index(request), request).results.hits]
    known = dict(SearchDocument.objects.filter(key__in=keys).values_list("key", "translation_key"))
    return [known[key] for key in keys if key in known]


def find_named(concepts: Sequence[str], language: str, limit: int) -> tuple[list[UUID], int]:
    """Translation keys of the cases that name any of some concepts, the best first, and how many there are.

    Parameters:
        concepts: slugs of the thesaurus.
        language: the reader's.
        limit: of the keys; 0 only counts.
    """
    clause = WordClause(tuple(Term(CONCEPT + slug, 1.0) for slug in concepts))
    filters = {"kind": (Kind.CASE_STUDY.value,)}
    request = SearchRequest(words=(clause,), filters=filters, shown_for=language, limit=limit)
    found = _index(request).engine.search(request)
    keys = [hit.key for hit in found.hits]
    known = dict(SearchDocument.objects.filter(key__in=keys).values_list("key", "translation_key")) if keys else {}
    return [known[key] for key in keys if key in known], found.total


def find_exactly(typed: str, language: str, chosen: SelectedFilters, as_typed: bool = False) -> set[UUID]:
    """Translation keys of what has all the words, spelled right, and passes the filters; never of what is only near.

    Parameters:
        as_typed: as ``Question.exact``.
    """
    request = SearchRequest(filters=chosen.asked, shown_for=language, limit=MOST_RESULTS)
    index = _index(request)
    if as_typed:
        index = _as_typed(index)
    found = find(words_of(typed), language, index, request, not as_typed)
    if found.step not in (Step.ALL_WORDS, Step.CORRECTED):
        return set()
    keys = [hit.key for hit in found.results.hits]
    return set(SearchDocument.objects.filter(key__in=keys).values_list("translation_key", flat=True))


def _index(request: SearchRequest) -> Index:
    """The engine of the settings, with the database behind a circuit breaker, and the words of what is asked for."""
    database = database_engine()
    first = configured_engine()
    engine = Guarded(database if first.name == database.name else first, database)
    return Index(engine, database.vocabulary_of(request), glossary(), lexicon())


def _as_typed(index: Index) -> Index:
    """The index alone, without what words mean and what they are called elsewhere."""
    return Index(index.engine, index.vocabulary)


def translations_of(typed: str, language: str) -> tuple[TranslatedWord, ...]:
    """What readers of a language ask for in other languages by these words, as far as anything is found by it."""
    index = _index(SearchRequest())
    parsed = without_opening(parse(words_of(typed)))
    plan = with_translations(
        make_plan(parsed, language, index.vocabulary, index.concepts), index.vocabulary, index.lexicon
    )
    return translations_asked(plan, language, index.concepts)


def _corrected(typed: str, corrections: Mapping[str, str]) -> str:
    """The query with the corrected words in place of those typed, everything else as it was."""
    if not corrections:
        return ""
    parts, at = [], 0
    for token in tokens(typed):
        parts += [typed[at : token.start], corrections.get(token.form, typed[token.start : token.end])]
        at = token.end
    return " ".join("".join([*parts, typed[at:]]).split())
