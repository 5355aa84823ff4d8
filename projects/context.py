"""Template variables of the page types of this app (see ``portal.core.hooks.context``)."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from partners.involvement import PER_PAGE
from portal.core.hooks.comments import comments
from portal.core.hooks.context import page_context
from portal.core.hooks.openings import opening
from portal.core.paging import paginate
from portal.core.queries import chosen_keys
from projects.adoptions.queries import adoptions_of_case, adoptions_of_element
from projects.collections import cases_of_collection, curator_of, listed_collections
from projects.enums import StrategyRelation, View
from projects.keeping.lists import list_id
from projects.library.filters import CaseFilters
from projects.library.results import find_cases
from projects.lineage import relations_of
from projects.models import (
    CaseLibraryPage,
    CaseStudyPage,
    CollectionPage,
    ElementPage,
    GlossaryPage,
    StrategyIndexPage,
    StrategyPage,
)
from projects.queries import (
    arenas_of_case,
    cases_from_like_places,
    element_keys_of_strategy,
    glossary_concepts,
    listed_strategies,
    similar_cases,
    strategies_of_element,
    telling_cases,
    with_elements,
)

#: Terms on a page of the glossary.
CONCEPTS = 40


@page_context.register
def library_context(page: CaseLibraryPage, request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """``library``: the found cases, their facets and the chosen filters; see ``projects.library.results``.

    ``collections``: all of them, where nothing is asked for.
    """
    filters = CaseFilters.from_query(request.GET)
    library = find_cases(filters, page.reading_language, context["frame"], request.GET.get("page", "1"))
    shows_all = not filters and filters.view == View.LIST
    return {"library": library, "collections": listed_collections(page.reading_language) if shows_all else []}


@page_context.register
def collection_context(page: CollectionPage, request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """``page_obj`` of its cases in its order, and ``curator`` (PartnerPage), who chose them."""
    return {
        "page_obj": paginate(request, cases_of_collection(page, context["frame"]), PER_PAGE),
        "curator": curator_of(page.organisation_id, page.reading_language),
    }


@page_context.register
def case_context(page: CaseStudyPage, request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """``elements`` and ``partners`` (entries of the frame), ``adoptions``, and ``similar`` cases.

    ``from_like_places``: other cases from places like that of the case.
    Where it was or will be shown: ``arenas`` (events), and ``arenas_elsewhere``.

    ``list_id``: by which number lists of kept cases name it.
    Also ``origins`` and ``descendants``: cases that it grew out of, and that grew out of it (``Relative``).
    """
    frame = context["frame"]
    origins, descendants = relations_of(page.translation_key, page.reading_language)
    similar = similar_cases(page)
    places = cases_from_like_places(page, similar)
    arenas, elsewhere = arenas_of_case(page)
    with_elements([page, *(similar or places)], frame)
    return {
        "elements": page.elements,
        "list_id": list_id(page),
        "partners": frame.entries("partners", chosen_keys(page, "case_partners", "partner")),
        "arenas": arenas,
        "arenas_elsewhere": elsewhere,
        "similar": similar,
        "from_like_places": places,
        "adoptions": adoptions_of_case(page.translation_key, page.reading_language),
        "origins": origins,
        "descendants": descendants,
    }


@page_context.register
def element_context(page: ElementPage, request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Three ``cases`` that demonstrate it of ``number_of_cases``, ``strategies``, ``successor_entries``, neighbours.

    Also ``opening``: its guiding questions as they can be answered, and ``adoptions`` of it and of its cases.
    And ``paragraphs``: each block of the text with its short id in the model, empty until a version with it was
    published, and the number of its roots; ``comments`` on them by short id.
    """
    frame = context["frame"]
    version = min(frame.site.get("model_version", 1), (page.retired_in or 10**6) - 1)
    siblings = frame.elements_of(version)
    place = next((i for i, e in enumerate(siblings) if e["key"] == str(page.translation_key)), None)
    cases, number = telling_cases(page.translation_key, page.reading_language, frame)
    paragraphs = frame.with_anchors(page.body)
    keys = [key for _block, key, _roots in paragraphs if key]
    successors = page.successors.values_list("element__translation_key", flat=True) if page.retired_in else []
    return {
        "cases": cases,
        "number_of_cases": number,
        "strategies": strategies_of_element(page.pk, page.reading_language),
        "adoptions": adoptions_of_element(page),
        "opening": opening("page", page.translation_key, page.reading_language),
        "successor_entries": frame.entries("elements", successors),
        "previous_element": siblings[place - 1] if place else None,
        "next_element": siblings[place + 1] if place is not None and place + 1 < len(siblings) else None,
        "paragraphs": paragraphs,
        "comments": comments(frame.site.get("consultations", []), keys, page.reading_language),
    }


@page_context.register
def strategy_index_context(
    page: StrategyIndexPage, request: HttpRequest, context: Mapping[str, object]
) -> dict[str, object]:
    """``groups``: (label of the relation, strategies), and ``page_obj`` with the page numbers."""
    shown = paginate(request, listed_strategies(page.reading_language), per_page=50)
    groups = [(relation.label, [s for s in shown if s.relation == relation]) for relation in StrategyRelation]
    return {"page_obj": shown, "groups": [(label, found) for label, found in groups if found]}


@page_context.register
def strategy_context(page: StrategyPage, request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """``partners`` and ``elements`` that build on it (entries of the frame)."""
    frame = context["frame"]
    return {
        "partners": frame.entries("partners", chosen_keys(page, "strategy_partners", "partner")),
        "elements": frame.entries("elements", element_keys_of_strategy(page)),
    }


@page_context.register
def glossary_context(page: GlossaryPage, request: HttpRequest, context: Mapping[str, object]) -> dict[str, object]:
    """``concepts``: a page of dicts; see ``describe_concept``. ``letters``: each with the page on which it begins."""
    concepts = glossary_concepts(page.reading_language)
    begins = dict[str, int]()
    for place, concept in enumerate(concepts):
        begins.setdefault(concept["initial"], place // CONCEPTS + 1)
    return {"concepts": paginate(request, concepts, per_page=CONCEPTS), "letters": begins}
