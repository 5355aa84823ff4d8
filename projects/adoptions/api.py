"""The public interface to adoptions: ``GET /api/v1/cases/<slug>/adoptions/``, and the same as a file."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.files.spreadsheets import CSV, file_response
from portal.core.queries import public_pages
from portal.core.replica import reads_replica
from portal.core.web.api import ApiError, ApiProblem, Operation, json_response, register_operation
from portal.core.web.etags import unless_known
from projects.adoptions.queries import adoptions_of_case
from projects.models import Adoption, CaseStudyPage

_SLUG = {"name": "slug", "in": "path", "required": True, "schema": {"type": "string"}}
_BASE = "/api/v1/cases/{slug}/adoptions"


@dataclass(frozen=True)
class ApiAdoption:
    """A municipality that uses a case."""

    key: str
    municipality: str
    #: ISO 3166-1 alpha-2.
    country: str
    latitude: float | None
    longitude: float | None
    #: Size of the municipality: small, medium, large; empty if it did not say.
    size: str
    #: Language of the texts (BCP 47).
    language: str
    #: looking, trying, running, stopped.
    stage: str
    #: Year, or year and month (2024-08).
    since: str
    changed: str
    result: str
    did_not_work: str
    #: Key of the public case study in which they tell of it themselves; empty if there is none.
    own_case: str
    #: When its author last said that it is so (ISO 8601).
    last_confirmed: str
    #: Whether its author has let two yearly questions pass since.
    unconfirmed: bool


@dataclass(frozen=True)
class ApiAdoptions:
    """All municipalities that use a case."""

    count: int
    adoptions: list[ApiAdoption]


def register_operations() -> None:
    """Have the interface described; called when the app is ready."""
    unknown = {"404": "There is no such case study."}
    register_operation(
        Operation(
            f"{_BASE}/", "adoptions", "Who uses a case", "Municipalities that use a case.", ApiAdoptions,
            parameters=(_SLUG,), problems=unknown,
        )
    )  # fmt: skip
    register_operation(
        Operation(
            f"{_BASE}.csv", "adoptions_csv", "The same as a file", "All of them.", None,
            media_type="text/csv", parameters=(_SLUG,), problems=unknown,
        )
    )  # fmt: skip


def _described(adoption: Adoption) -> ApiAdoption:
    month = f"-{adoption.since_month:02}" if adoption.since_month else ""
    return ApiAdoption(
        key=str(adoption.key),
        municipality=adoption.municipality,
        country=adoption.country,
        latitude=adoption.latitude,
        longitude=adoption.longitude,
        size=adoption.size_band,
        language=adoption.language,
        stage=adoption.stage,
        since=f"{adoption.since_year}{month}",
        changed=adoption.changed,
        result=adoption.result,
        did_not_work=adoption.did_not_work,
        own_case=str(adoption.own_case.translation_key) if adoption.own_case else "",
        last_confirmed=adoption.last_confirmed.isoformat() if adoption.last_confirmed else "",
        unconfirmed=adoption.silent_since(timezone.now()) is not None,
    )


def _found(slug: str) -> list[ApiAdoption] | None:
    """Who uses the public case that has this slug in any language; None if there is none."""
    case = public_pages(CaseStudyPage.objects.filter(slug=slug)).order_by("pk").first()
    return (
        [_described(adoption) for adoption in adoptions_of_case(case.translation_key, case.locale_code)]
        if case
        else None
    )


def _unknown() -> HttpResponse:
    problem = ApiError(ApiProblem("slug", _("There is no such case study.")))
    return json_response(asdict(problem), 404)


@reads_replica
@require_safe
def adoptions(request: HttpRequest, slug: str) -> HttpResponse:
    """Who uses a case, as JSON."""
    found = _found(slug)
    if found is None:
        return _unknown()
    response = json_response(asdict(ApiAdoptions(len(found), found)))
    response["Cache-Control"] = "public, max-age=0"
    return unless_known(request, response)


@reads_replica
@require_safe
def adoptions_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Who uses a case, as a file."""
    found = _found(slug)
    if found is None:
        return _unknown()
    response = file_response(f"adoptions-{slug}", CSV, _lines(found))
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _lines(found: list[ApiAdoption]) -> Iterable[Iterable[object]]:
    names = [field.name for field in fields(ApiAdoption)]
    yield names
    for row in found:
        yield (getattr(row, name) for name in names)
