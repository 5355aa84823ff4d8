"""Pages of concepts: their words in every language and the cases that name them, for people and as linked data."""

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import MediaType
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.core.hooks.site_url import absolute
from portal.core.i18n.languages import LANGUAGES, active_language
from portal.core.models.frame import Frame, frame_for
from portal.core.queries import as_rows
from projects.models import CaseStudyPage
from projects.queries import listed_cases, with_elements
from search.concepts.described import DescribedConcept, described_concept, name_of
from search.public import skos
from search.query.answering import find_named

#: Cases on the page of a concept; the search has the others.
MOST_CASES = 12
HTML, TURTLE, JSON_LD = "text/html", "text/turtle", "application/ld+json"
ENDINGS = {"ttl": TURTLE, "jsonld": JSON_LD}


@require_safe
@cache_control(public=True, max_age=300)
def concept(request: HttpRequest, slug: str, ending: str = "") -> HttpResponse:
    """A concept as a page, or as linked data where the address ends in it or the program asks for it (``Accept``)."""
    described = described_concept(slug)
    if described is None:
        raise Http404
    language = active_language()
    keys, number = find_named(described.named_as, language, MOST_CASES)
    cases = _cases(keys, language)
    wanted = ENDINGS.get(ending) or _asked_for(request)
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
        "alternates": [
            *((code, skos.address_of(described.slug, code)) for code, _name in settings.LANGUAGES),
            ("x-default", skos.address_of(described.slug)),
        ],
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
