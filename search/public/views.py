"""Views of the search: the page of results, suggestions, the public interface, OpenSearch."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from portal.core.hooks.site_url import absolute
from portal.core.i18n.languages import LANGUAGES, active_language
from portal.core.models.frame import Frame, frame_for
from portal.core.paging import page_of
from portal.core.replica import reads_replica
from portal.core.web import rates
from portal.core.web.api import ApiError, ApiProblem, json_response
from portal.core.web.rate_limits import allow, client_address
from projects.enums import View
from projects.library.facets import FACET_TYPES as OF_CASES
from projects.library.filters import MAX_WORDS, CaseFilters
from projects.library.results import Chip
from search.enums import Kind
from search.indexing.first_index import is_being_built
from search.public.api import ApiAnswer, read_question
from search.public.facets import facet_groups
from search.public.openapi import description
from search.public.parameters import BadParameter
from search.public.suggestions import Suggestion, suggest
from search.public.verdicts import ANSWERED, VerdictForm
from search.query.answering import MOST_RESULTS, SORTS, Answer, Question, answer
from search.query.filters import SelectedFilters
from search.query.parsing import MAX_LENGTH
from search.statistics.counting import count_choice, count_search

PER_PAGE = 10
#: Filters that the map of the case library has too.
ON_MAP = ("country", "element", "partner", "size")


def _page_number(query: QueryDict) -> int:
    asked = query.get("page", "1")
    return min(int(asked), MOST_RESULTS) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


def _question(request: HttpRequest) -> Question:
    sort = request.GET.get("sort", "")
    return Question(
        typed=" ".join(request.GET.get("q", "").split())[:MAX_LENGTH],
        language=active_language(),
        chosen=SelectedFilters.from_query(request.GET),
        sort=sort if sort in SORTS else "relevance",
        page=_page_number(request.GET),
        page_size=PER_PAGE,
        exact=request.GET.get("exact") == "1",
    )


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """The page of search results: all kinds in one ranking, with filters that work without script."""
    question = _question(request)
    frame = frame_for(question.language)
    context: dict[str, Any] = {"frame": frame, "question": question, "breadcrumbs": [frame.home] if frame.home else []}
    if question.typed or question.chosen.values:
        given = answer(question)
        context |= _results(request, given, frame)
        # Asked for only where it explains what is seen: a first start is once.
        context["is_being_built"] = not given.total and is_being_built()
        context["answered"], context["said_once"] = request.GET.get(ANSWERED), ANSWERED
        if question.page == 1 and request.method == "GET" and ANSWERED not in request.GET:
            count_search(given)
    return render(request, "search/search.html", context)


def _results(request: HttpRequest, given: Answer, frame: Frame) -> dict[str, object]:
    question = given.question
    kept = {
        "q": question.typed,
        "sort": question.sort if question.sort != "relevance" else "",
        "exact": "1" if question.exact else "",
    }
    facets = facet_groups(given.facets, question.chosen, frame)
    chips = [
        Chip(option.label, question.chosen.query_string(kept, without=(facet.name, option.value)))
        for facet in facets
        for option in facet.options
        if option.chosen
    ]
    sorts = [
        {
            "is_current": name == question.sort,
            "label": {"relevance": _("Best match"), "newest": _("Newest first"), "oldest": _("Oldest first")}[name],
            "url": question.chosen.query_string({**kept, "sort": name if name != "relevance" else ""}),
        }
        for name in SORTS
    ]
    return {
        "answer": given,
        "facets": facets,
        "chips": chips,
        "watch": f"?list=search&{question.chosen.query_string({'q': question.typed, 'exact': kept['exact']})[1:]}",
        "clear_url": SelectedFilters().query_string(kept),
        "map_url": _map_url(given, frame),
        "said": _said(given),
        "said_url": question.chosen.with_only("kind", Kind.CONTRIBUTION).query_string(kept),
        "instead_url": question.chosen.query_string({**kept, "exact": "" if question.exact else "1"}),
        "sorts": sorts,
        "verdict": VerdictForm() if question.typed and given.results else None,
        "filters": question.chosen.query_string({**kept, "q": ""})[1:],
        "page_obj": page_of(request, _reachable(given), PER_PAGE),
    }


def _reachable(given: Answer) -> int:
    """How many results the page numbers lead to: where not all were counted, a page further than what was seen."""
    seen = given.results[-1].rank + PER_PAGE if given.more and given.results else 0
    return min(max(given.total, seen), MOST_RESULTS)


def _map_url(given: Answer, frame: Frame) -> str:
    """The case library's map for the same words and those filters that mean the same there; "" if no case was found."""
    library, kinds = frame.section("projects.caselibrarypage"), given.question.chosen.values.get("kind", ())
    is_about_cases = given.facets.get("kind", {}).get(Kind.CASE_STUDY) and (not kinds or Kind.CASE_STUDY in kinds)
    if library is None or not given.question.typed or not is_about_cases:
        return ""
    chosen = {
        name: tuple(value for value in values if OF_CASES[name].is_known(value))
        for name, values in given.question.chosen.values.items()
        if name in ON_MAP
    }
    filters = CaseFilters(chosen, words=given.question.typed[:MAX_WORDS], view=View.MAP.value)
    return library["url"] + filters.query_string()


def _said(given: Answer) -> int:
    """How many contributions would be found; 0 where they are among the results, or nothing was asked for in words."""
    chosen = given.question.chosen.values.get("kind", ())
    asked = given.question.typed and Kind.CONTRIBUTION not in chosen
    return given.facets.get("kind", {}).get(Kind.CONTRIBUTION, 0) if asked else 0


@require_safe
@cache_control(public=True, max_age=300)
def suggestions(request: HttpRequest) -> JsonResponse:
    """Suggestions for what was typed so far: ``{"groups": [{"label", "items": [{"text", "language", "url"}]}]}``."""
    language = active_language()
    groups: dict[str, list[dict[str, str]]] = {}
    for found in suggest(request.GET.get("q", "")[:100], language):
        groups.setdefault(found.group, []).append(_item(found))
    return JsonResponse({"groups": [{"label": _group_label(name), "items": items} for name, items in groups.items()]})


def _item(found: Suggestion) -> dict[str, str]:
    query = QueryDict(mutable=True)
    query["q"] = found.text
    return {
        "text": _label(found),
        "language": found.language,
        "url": found.url or f"{reverse('search')}?{query.urlencode()}",
    }


def _label(found: Suggestion) -> str:
    if not found.meaning:
        return found.text
    said = ngettext(
        "%(word)s: %(meaning)s, %(number)s case study", "%(word)s: %(meaning)s, %(number)s case studies", found.cases
    )
    return said % {"word": found.text, "meaning": found.meaning, "number": found.cases}


def _group_label(group: str) -> str:
    return {
        "element": _("Elements"),
        "partner": _("Partners"),
        "place": pgettext("where something is", "Places"),
        "term": _("Terms"),
        "title": _("Titles"),
    }[group]


@csrf_exempt
@require_POST
def chosen(request: HttpRequest) -> HttpResponse:
    """Click tracking without people: counts that a result was opened; the page's script sends no sign of who did it."""
    rank = request.POST.get("rank", "")
    if (
        rank.isascii()
        and rank.isdigit()
        and 0 < int(rank[:4]) <= 500
        and allow(rates.SEARCH_CHOICES, client_address(request))
    ):
        found_by = request.POST.get("by", "")[:100]
        count_choice(request.POST.get("q", "")[:MAX_LENGTH], active_language(), int(rank[:4]), found_by)
    return HttpResponse(status=204)


@reads_replica
@require_safe
@cache_control(public=True, max_age=60)
def api_search(request: HttpRequest) -> JsonResponse:
    """``GET /api/v1/search/``: see the OpenAPI description beside it."""
    try:
        question = read_question(request.GET)
    except BadParameter as error:
        return json_response(asdict(ApiError(ApiProblem(error.parameter, str(error)))), status=400)
    with override(question.language if question.language in LANGUAGES else "en"):
        return json_response(asdict(ApiAnswer.of(answer(question))))


@require_safe
@cache_control(public=True, max_age=3600)
def openapi(request: HttpRequest) -> JsonResponse:
    """The OpenAPI description of the interface."""
    return json_response(description())


@require_safe
@cache_control(public=True, max_age=86400)
def opensearch(request: HttpRequest) -> HttpResponse:
    """OpenSearch description: lets browsers offer the portal's search in the visitor's language."""
    context = {
        "frame": frame_for(active_language()),
        "address": absolute(reverse("search")),
        "suggest": absolute(reverse("search_opensearch_suggestions")),
    }
    content_type = "application/opensearchdescription+xml; charset=utf-8"
    return render(request, "search/opensearch.xml", context, content_type=content_type)


@require_safe
@cache_control(public=True, max_age=300)
def opensearch_suggestions(request: HttpRequest) -> HttpResponse:
    """OpenSearch suggestions: the text typed, then a list of texts."""
    typed = request.GET.get("q", "")[:100]
    found = [suggestion.text for suggestion in suggest(typed, active_language())]
    return JsonResponse([typed, found], safe=False, content_type="application/x-suggestions+json")
