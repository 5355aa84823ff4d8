"""The public JSON interface: reads its query strictly, and gives an answer of documented shape."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated

from django.http import QueryDict
from django.utils.translation import gettext as _

from portal.core.web.json_schema import OneOf
from search.engines.base import FACETS
from search.engines.registry import ENGINES
from search.enums import Kind, Step
from search.public.parameters import EXACT, PAGE, PAGE_SIZE, QUERY, SORT, BadParameter, locale, parameters
from search.query.answering import MOST_RESULTS, Answer, Question, Result
from search.query.filters import SelectedFilters


@dataclass(frozen=True, slots=True)
class ApiResult:
    """A search result as JSON."""

    kind: Kind
    slug: str
    locale: Annotated[str, "Language of the text."]
    title: str
    url: Annotated[str, "Address on this portal, without host."]
    summary: str
    highlight: Annotated[str, "HTML: escaped text with the words found in <mark>."]
    question: Annotated[str | None, "Of a contribution: the question that it answers, as readers of locale get it."]
    by_meaning: Annotated[bool, "Whether it holds none of the words and was found by what it means alone."]

    @classmethod
    def of(cls, result: Result) -> "ApiResult":
        """What the interface tells of a result."""
        row = result.document
        return cls(
            result.kind,
            row.slug,
            row.language,
            row.title,
            result.url,
            row.summary,
            highlight=str(result.highlight),
            question=result.question[0] if result.question else None,
            by_meaning=result.by_meaning,
        )


@dataclass(frozen=True, slots=True)
class ApiTranslation:
    """A translation that was searched for, as JSON."""

    word: Annotated[str, "As typed."]
    language: Annotated[str, "Of the word used."]
    used: Annotated[str, "What was searched for as well."]
    source: Annotated[str, "Where the translation comes from."]


@dataclass(frozen=True, slots=True)
class ApiAnswer:
    """A page of search results as JSON."""

    query: str
    locale: str
    total: Annotated[int, "Number of all results, as far as they were counted."]
    more: Annotated[bool, "Whether there are more than total says; the facets count a part of them then."]
    step: Annotated[Step, "How the query was answered."]
    corrected: Annotated[str | None, "The query searched instead of the one given."]
    left_out: Annotated[list[str], "Words of the query that were not looked for, such as the opening of a question."]
    looked_for: Annotated[str | None, "What was left of the query where words were left out."]
    engine: Annotated[str, OneOf(ENGINES)]
    degraded: Annotated[bool, "Whether the database answers in place of the search engine of the settings."]
    translations: Annotated[list[ApiTranslation], "What was searched for in other languages."]
    model: Annotated[str | None, "The model by which results were ordered by meaning as well; null: by words only."]
    facets: Annotated[
        Mapping[Annotated[str, OneOf(FACETS)], Mapping[str, int]],
        "Facet to value to number of results under all other filters; 0 where there may be some beyond those counted.",
    ]
    results: list[ApiResult]

    @classmethod
    def of(cls, answer: Answer) -> "ApiAnswer":
        """What the interface tells of an answer."""
        return cls(
            query=answer.question.typed,
            locale=answer.question.language,
            total=answer.total,
            more=answer.more,
            step=answer.step,
            corrected=answer.corrected or None,
            left_out=list(answer.left_out),
            looked_for=answer.looked_for or None,
            engine=answer.engine,
            degraded=answer.degraded,
            translations=[ApiTranslation(one.word, one.language, one.used, one.source) for one in answer.translations],
            model=answer.model or None,
            facets={name: dict(answer.facets.get(name, {})) for name in FACETS},
            results=[ApiResult.of(result) for result in answer.results],
        )


def read_question(query: QueryDict) -> Question:
    """The question behind the GET parameters, strictly: what is wrong is said, never guessed.

    Raises:
        BadParameter: one of them is unknown or has no meaning.
    """
    unknown = sorted(set(query) - {parameter.name for parameter in parameters()})
    if unknown:
        raise BadParameter(unknown[0], _("There is no parameter of this name."))
    typed = QUERY.read(query)
    chosen = SelectedFilters.from_query(query)
    if chosen.unknown:
        name, _mark, value = chosen.unknown[0].partition("=")
        raise BadParameter(name, _("“%(value)s” is no value of this filter.") % {"value": value[:80]})
    page_size = PAGE_SIZE.read(query)
    return Question(
        typed=typed,
        language=locale().read(query),
        chosen=chosen,
        sort=SORT.read(query),
        page=replace(PAGE, most=MOST_RESULTS // page_size).read(query),
        page_size=page_size,
        exact=EXACT.read(query) == "1",
    )
