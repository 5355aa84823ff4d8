"""Reads the parameters of the public interface, strictly: what is wrong is said, never guessed."""

from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from portal.core.i18n.languages import LANGUAGES
from search.engines.base import FACETS
from search.query.answering import MOST_RESULTS, SORTS, Answer, Question
from search.query.filters import Chosen

MOST_PER_PAGE = 100
MOST_TYPED = 400
PARAMETERS = {"q", "locale", "page", "page_size", "sort", "exact", *FACETS}


class BadParameter(Exception):  # noqa: N818 (it names what is wrong, not that something is)
    """A parameter that cannot be understood."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter


def _number(query: QueryDict, name: str, default: int, most: int) -> int:
    given = query.get(name, str(default))
    if not (given.isascii() and given.isdigit() and len(given) < 9 and 1 <= int(given) <= most):
        raise BadParameter(name, _("Give a whole number from 1 to %(most)s.") % {"most": most})
    return int(given)


def _one_of(query: QueryDict, name: str, default: str, allowed: tuple[str, ...]) -> str:
    given = query.get(name, default)
    if given not in allowed:
        raise BadParameter(name, _("Give one of: %(allowed)s.") % {"allowed": ", ".join(allowed)})
    return given


def read_question(query: QueryDict) -> Question:
    """The question behind the GET parameters.

    Raises:
        BadParameter: one of them is unknown or has no meaning.
    """
    unknown = sorted(set(query) - PARAMETERS)
    if unknown:
        raise BadParameter(unknown[0], _("There is no parameter of this name."))
    typed = " ".join(query.get("q", "").split())
    if len(typed) > MOST_TYPED:
        raise BadParameter("q", _("The query is longer than %(most)s characters.") % {"most": MOST_TYPED})
    chosen = Chosen.from_query(query)
    if chosen.unknown:
        name, _mark, value = chosen.unknown[0].partition("=")
        raise BadParameter(name, _("“%(value)s” is no value of this filter.") % {"value": value[:80]})
    default = settings.LANGUAGES[0][0]
    page_size = _number(query, "page_size", 10, MOST_PER_PAGE)
    return Question(
        typed=typed,
        language=_one_of(query, "locale", default, tuple(LANGUAGES)),
        chosen=chosen,
        sort=_one_of(query, "sort", "relevance", SORTS),
        page=_number(query, "page", 1, MOST_RESULTS // page_size),
        page_size=page_size,
        exact=_one_of(query, "exact", "0", ("0", "1")) == "1",
    )


def as_json(given: Answer) -> dict[str, Any]:
    """An answer in the shape of the public interface."""
    return {
        "query": given.question.typed,
        "locale": given.question.language,
        "total": given.total,
        "step": given.step.value,
        "corrected": given.corrected or None,
        "engine": given.engine,
        "degraded": given.degraded,
        "facets": {name: dict(given.facets.get(name, {})) for name in FACETS},
        "results": [
            {
                "kind": result.document.kind,
                "slug": result.document.slug,
                "locale": result.document.language,
                "title": result.document.title,
                "url": result.document.url,
                "summary": result.document.summary,
                "highlight": str(result.highlight),
            }
            for result in given.results
        ],
    }
