"""The public interface to occasions: ``GET /api/v1/occasions/…``, and their contributions as files."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, fields
from functools import wraps
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.dialogue.models import Occasion
from events.dialogue.public.data import (
    ApiContribution,
    ApiContributions,
    ApiOccasionDetail,
    ApiOccasions,
    contributions_of,
    described,
    occasion_data,
    public_occasions,
    questions_of,
    themes_of,
)
from events.dialogue.public.opinion_files import TooFewError, opinion_files
from portal.core.files.spreadsheets import CSV, file_response
from portal.core.replica import reads_replica
from portal.core.web.api import ApiError, ApiProblem, Operation, json_response, register_operation
from portal.core.web.etags import unless_known

#: Contributions on one page.
PER_PAGE = 100
_KEY = {"name": "key", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
_QUESTION = {"name": "question", "in": "query", "required": False, "schema": {"type": "string"}}
_PAGE = {"name": "page", "in": "query", "required": False, "schema": {"type": "integer", "minimum": 1}}
_BASE = "/api/v1/occasions/"


def register_operations() -> None:
    """Have the interface described; called when the app is ready."""
    unknown = {"404": "There is no such occasion."}
    unclear = {**unknown, "400": "A parameter cannot be understood."}
    few = {"404": "There is no such occasion, or fewer than twenty people have reacted."}
    for operation in (
        Operation(_BASE, "occasions", "Occasions for input", "All occasions.", ApiOccasions),
        Operation(
            f"{_BASE}{{key}}/", "occasion", "An occasion", "Questions and themes.", ApiOccasionDetail,
            parameters=(_KEY,), problems=unknown,
        ),
        Operation(
            f"{_BASE}{{key}}/contributions/", "contributions", "Contributions of an occasion", "A page of them.",
            ApiContributions, parameters=(_KEY, _QUESTION, _PAGE), problems=unclear,
        ),
        Operation(
            f"{_BASE}{{key}}/contributions.csv", "contributions_csv", "The same as a file", "All of them.", None,
            media_type="text/csv", parameters=(_KEY, _QUESTION), problems=unclear,
        ),
        Operation(
            f"{_BASE}{{key}}/reactions.zip", "reactions", "Reactions for opinion mapping", "Three files.", None,
            media_type="application/zip", parameters=(_KEY,), problems=few,
        ),
    ):  # fmt: skip
        register_operation(operation)


def _answers(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give the view its occasion; say in JSON what is wrong; answer 304 to who has the answer."""

    @reads_replica
    @require_safe
    @wraps(view)
    def wrapped(request: HttpRequest, key: UUID | None = None, **kwargs: object) -> HttpResponseBase:
        try:
            if key is not None:
                kwargs["occasion"] = get_object_or_404(public_occasions(), page_key=key)
            response = view(request, **kwargs)
        except Http404:
            return _problem("key", _("There is no such occasion."), 404)
        response["Access-Control-Allow-Origin"] = "*"
        response["Cache-Control"] = "public, max-age=0"
        return unless_known(request, response) if isinstance(response, HttpResponse) else response

    return wrapped


def _problem(parameter: str, message: str, status: int) -> HttpResponse:
    return json_response(asdict(ApiError(ApiProblem(parameter, message))), status)


@_answers
def occasions(request: HttpRequest) -> HttpResponse:
    """All occasions."""
    now = timezone.now()
    return json_response(asdict(ApiOccasions([occasion_data(occasion, now) for occasion in public_occasions()])))


@_answers
def occasion(request: HttpRequest, occasion: Occasion) -> HttpResponse:
    """One occasion with its questions and themes."""
    detail = ApiOccasionDetail(occasion_data(occasion, timezone.now()), questions_of(occasion), themes_of(occasion))
    return json_response(asdict(detail))


@_answers
def contributions(request: HttpRequest, occasion: Occasion) -> HttpResponse:
    """A page of the contributions of an occasion."""
    if unknown := sorted(set(request.GET) - {"question", "page"}):
        return _problem(unknown[0], _("There is no parameter of this name."), 400)
    pages = Paginator(contributions_of(occasion, _question(request)), PER_PAGE)
    typed = request.GET.get("page", "1")
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 0
    if not 1 <= number <= pages.num_pages:
        return _problem("page", _("There is no such page."), 400)
    rows = described(occasion, list(pages.page(number).object_list))
    return json_response(asdict(ApiContributions(pages.count, number, pages.num_pages, rows)))


def _question(request: HttpRequest) -> str:
    return request.GET.get("question", "").replace("\x00", "")


@_answers
def contributions_csv(request: HttpRequest, occasion: Occasion) -> HttpResponseBase:
    """All contributions of an occasion as a file."""
    if unknown := sorted(set(request.GET) - {"question"}):
        return _problem(unknown[0], _("There is no parameter of this name."), 400)
    return file_response("contributions", CSV, _lines(occasion, _question(request)))


def _lines(occasion: Occasion, question: str) -> Iterable[Iterable[object]]:
    names = [field.name for field in fields(ApiContribution)]
    yield names
    pages = Paginator(contributions_of(occasion, question), 1000)
    for number in pages.page_range:
        for row in described(occasion, list(pages.page(number).object_list)):
            yield (getattr(row, name) for name in names)


@_answers
def reactions(request: HttpRequest, occasion: Occasion) -> HttpResponse:
    """Reactions to the contributions of an occasion, as three files for opinion mapping."""
    try:
        packed = opinion_files(occasion)
    except TooFewError:
        return _problem("key", _("Fewer than twenty people have reacted: one could tell who is who."), 404)
    headers = {"Content-Disposition": 'attachment; filename="reactions.zip"'}
    return HttpResponse(packed, content_type="application/zip", headers=headers)
