"""The public interface to the model text: ``GET /api/v1/model/versions/…`` and ``…/compare/<old>/<new>/``."""

from collections.abc import Callable
from dataclasses import asdict
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.replica import reads_replica
from portal.core.web.api import ApiError, ApiProblem, Operation, json_response, register_operation
from portal.core.web.etags import unless_known
from projects.modeltext.comparing import compare
from projects.modeltext.models import ModelVersion
from projects.modeltext.public.data import (
    ApiComparison,
    ApiVersions,
    ApiVersionText,
    comparison_data,
    text_data,
    version_data,
)
from projects.modeltext.public.numbers import find_version
from projects.modeltext.public.views import HOUR
from projects.modeltext.queries import published, snapshots_of

View = Callable[..., HttpResponse]
_LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
_LANGUAGE = {
    "name": "language",
    "in": "query",
    "required": False,
    "description": "Of titles and addresses; of a comparison, of the texts that are compared.",
    "schema": {"type": "string", "enum": list(_LANGUAGES), "default": settings.LANGUAGE_CODE},
}


def _number(name: str) -> dict[str, object]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}, "example": "1.0"}


def register_operations() -> None:
    """Have the interface described; called when the app is ready."""
    unclear = {"400": "A parameter cannot be understood."}
    unknown = {**unclear, "404": "There is no such version."}
    for operation in (
        Operation(
            "/api/v1/model/versions/", "model_versions", "Versions of the model", "All published versions.",
            ApiVersions, parameters=(_LANGUAGE,), problems=unclear,
        ),
        Operation(
            "/api/v1/model/versions/{number}/", "model_version", "The text of a version",
            "Numbered paragraphs in all languages, with their roots.", ApiVersionText,
            parameters=(_number("number"), _LANGUAGE), problems=unknown,
        ),
        Operation(
            "/api/v1/model/compare/{old}/{new}/", "model_comparison", "What differs between two versions",
            "Paragraphs by their identity, word by word.", ApiComparison,
            parameters=(_number("old"), _number("new"), _LANGUAGE), problems=unknown,
        ),
    ):  # fmt: skip
        register_operation(operation)


def _answers(seconds: int) -> Callable[[View], View]:
    """Say in JSON what is wrong; lead to the one spelling of a number; let caches keep the answer for ``seconds``."""

    def decorate(view: View) -> View:
        @reads_replica
        @require_safe
        @wraps(view)
        def wrapped(request: HttpRequest, **typed: str) -> HttpResponse:
            if unknown := sorted(set(request.GET) - {"language"}):
                return _problem(unknown[0], _("There is no parameter of this name."), 400)
            language = request.GET.get("language", settings.LANGUAGE_CODE)
            if language not in _LANGUAGES:
                return _problem("language", _("The portal does not have this language."), 400)
            versions = list(published())
            found: dict[str, ModelVersion] = {}
            for name, number in typed.items():
                version = find_version(versions, number)
                if version is None:
                    return _problem(name, _("There is no such version."), 404)
                found[name] = version
            numbers = {name: version.number for name, version in found.items()}
            if numbers != typed:
                return _lead_to(request, numbers)
            response = view(versions, language, **found)
            response["Cache-Control"] = f"public, max-age={seconds}"
            return unless_known(request, response)

        return wrapped

    return decorate


def _lead_to(request: HttpRequest, numbers: dict[str, str]) -> HttpResponse:
    name = request.resolver_match.view_name if request.resolver_match else ""
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponsePermanentRedirect(reverse(name, kwargs=numbers) + (f"?{query}" if query else ""))
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _problem(parameter: str, message: str, status: int) -> HttpResponse:
    return json_response(asdict(ApiError(ApiProblem(parameter, message))), status)


@_answers(0)
def versions(known: list[ModelVersion], language: str) -> HttpResponse:
    """All published versions, the latest first."""
    told = [version_data(one, language) for one in known]
    return json_response(asdict(ApiVersions(len(told), told[0].number if told else "", told)))


# Its roots are asked for each time: a contribution may be withdrawn.
@_answers(0)
def version(known: list[ModelVersion], language: str, number: ModelVersion) -> HttpResponse:
    """The text of a version with its roots."""
    snapshot = snapshots_of([number])[number.pk]
    return json_response(asdict(text_data(version_data(number, language), snapshot, language)))


@_answers(HOUR)
def comparison(known: list[ModelVersion], language: str, old: ModelVersion, new: ModelVersion) -> HttpResponse:
    """What differs between two versions; with itself, nothing."""
    snapshots = snapshots_of([old, new])
    pair = snapshots[old.pk], snapshots[new.pk]
    told = [version_data(one, language) for one in (old, new)]
    return json_response(asdict(comparison_data(told[0], told[1], pair, compare(*pair, language), language)))
