"""Pages of concepts: their words in every language and the cases that name them, for people and as linked data."""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import MediaType
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.core.hooks.site_url import absolute
from portal.core.i18n.languages import LANGUAGES, active_language
from portal.core.models.frame import Frame, frame_for
from portal.core.queries import as_rows
from portal.core.web.api import ApiError, ApiProblem, Operation, json_response, register_operation
from projects.models import CaseStudyPage
from projects.queries import listed_cases, with_elements
from search.concepts.described import DescribedConcept, described_concept, name_of
from search.public import skos
from search.public.concept_addresses import alternates, is_worth_reading
from search.query.answering import find_named

#: Cases on the page of a concept; the search has the others.
MOST_CASES = 12
HTML, TURTLE, JSON_LD = "text/html", "text/turtle", "application/ld+json"
ENDINGS = {"ttl": TURTLE, "jsonld": JSON_LD}


def register_operations() -> None:
    """Have the linked data described; called when the app is ready."""
    language = {"type": "string", "enum": [code for code, _name in settings.LANGUAGES]}
    parameters = (
        {"name": "locale", "in": "path", "required": True, "schema": language},
        {"name": "slug", "in": "path", "required": True, "schema": {"type": "string"}, "example": "ferry"},
    )
    unknown = {"404": "There is no concept of this name."}
    for ending, media_type, text, shape in (
        ("jsonld", JSON_LD, "SKOS as JSON-LD.", {"type": "object", "required": ["@context", "@id", "@type"]}),
        ("ttl", TURTLE, "SKOS in Turtle.", {"type": "string"}),
    ):
        register_operation(
            Operation(
                f"/{{locale}}/search/concepts/{{slug}}.{ending}", f"concept_{ending}",
                "A concept: its words in all languages, what is wider and narrower, cases that name it", text,
                shape, media_type, parameters, unknown,
            )
        )  # fmt: skip


@require_safe
@cache_control(public=True, max_age=300)
def concept(request: HttpRequest, slug: str, ending: str = "") -> HttpResponse:
    """A concept as a page, or as linked data where the address ends in it or the program asks for it (``Accept``)."""
    described = described_concept(slug)
    wanted = ENDINGS.get(ending) or _asked_for(request)
    if described is None and wanted == HTML:
        raise Http404
    if described is None:
        problem = ApiError(ApiProblem("slug", _("There is no concept of this name.")))
        refused = json_response(asdict(problem), status=404)
        patch_vary_headers(refused, ["Accept"])
        return refused
    language = active_language()
    keys, number = find_named(described.named_as, language, MOST_CASES)
    cases = _cases(keys, language)
    addresses = [absolute(case.address) for case in cases]
    response: HttpResponse
    if wanted == TURTLE:
        response = HttpResponse(skos.turtle(described, addresses), content_type=f"{TURTLE}; charset=utf-8")
    elif wanted == JSON_LD:
        response = JsonResponse(skos.json_ld(described, addresses), content_type=JSON_LD)
    else:
        response = _page(request, described, cases, number)
    if wanted != HTML:
        # Public data: programs on any page may use it.
        response["Access-Control-Allow-Origin"] = "*"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_vary_headers(response, ["Accept"])
    return response


@require_safe
def concepts(request: HttpRequest) -> HttpResponse:
    """The way from the address above all concepts to the glossary, which lists those that have a definition."""
    glossary = frame_for(active_language()).section("projects.glossarypage")
    if glossary is None:
        raise Http404
    return redirect(glossary["url"])


def _asked_for(request: HttpRequest) -> str:
    """What a program or browser would have rather; parameters (``charset``, ``profile``) change nothing."""
    named = (MediaType(f"{one.main_type}/{one.sub_type}") for one in request.accepted_types)
    return next((offered for one in named for offered in (HTML, TURTLE, JSON_LD) if one.match(offered)), HTML)


def _cases(keys: Sequence[UUID], language: str) -> list[CaseStudyPage]:
    found = as_rows(listed_cases(language).filter(translation_key__in=keys))
    return sorted(found, key=lambda case: keys.index(case.translation_key))


def _page(request: HttpRequest, described: DescribedConcept, cases: list[CaseStudyPage], number: int) -> HttpResponse:
    language = active_language()
    frame = frame_for(language)
    name, name_language = described.name(language)
    definition, definition_language = described.definition(language)
    context = {
        "frame": frame,
        "breadcrumbs": _above(frame),
        "concept": described,
        "canonical": skos.address_of(described.slug, language),
        "alternates": alternates(described.slug),
        "is_worth_reading": is_worth_reading(described),
        "name": name,
        "name_language": name_language,
        "definition": definition,
        "definition_language": definition_language,
        "words": [(code, described.words[code]) for code in LANGUAGES if code in described.words],
        "broader": [(slug, name_of(slug, language)) for slug in described.broader],
        "narrower": [(slug, name_of(slug, language)) for slug in described.narrower],
        "cases": with_elements(cases, frame),
        "number": number,
        "search_url": f"{reverse('search')}?kind=case_study",
    }
    return render(request, "search/concept.html", context)


def _above(frame: Frame) -> list[object]:
    return [entry for entry in (frame.home, frame.section("projects.glossarypage")) if entry]
