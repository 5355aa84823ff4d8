"""What the templates of case studies need."""

from typing import NamedTuple

from django import template
from django.utils.safestring import SafeString

from portal.core.enums import country_label
from portal.core.models.frame import Frame
from portal.core.pages.parts import part
from portal.core.pictures.glyphs import glyph
from portal.core.pictures.photos import sources_of
from portal.core.templatetags.portal_tags import cover_url
from projects.adoptions.queries import Use, uses_of_cases
from projects.case_summary import CaseSummary
from projects.completeness import number_told, parts_of
from projects.library.chart import Matrix, Uses, stone_matrix, use_matrix
from projects.library.filters import CaseFilters
from projects.map.drawing import NAMES_OF_COUNTRIES, Marker, markers, unplaced
from projects.map.projection import HEIGHT, WIDTH, on_map
from projects.models import CaseStudyPage, ProposedPhoto

register = template.Library()


class Chip(NamedTuple):
    """An element as a card names it."""

    order: int
    title: str
    language: str


#: The part of the map that a case's page shows, in the map's units.
MINI_WIDTH, MINI_HEIGHT = 280, 210


@register.simple_tag
def parts_told(case: CaseStudyPage) -> dict[str, object]:
    """``rows``: each part of a case with whether it is told; ``number`` of those that are."""
    return {"rows": parts_of(case), "number": number_told(case)}


@register.simple_tag
def proposed_photo_of(case: CaseStudyPage) -> ProposedPhoto | None:
    """The photo that came with the proposal of a draft and about which nobody decided yet."""
    return ProposedPhoto.objects.filter(case_id=case.pk).defer("content").first() if case.pk else None


@register.simple_tag
def case_card(case: CaseStudyPage, level: int = 3, eager: bool = False) -> SafeString:
    """The card of a case in a list; it is kept by what it shows.

    Parameters:
        case: with ``elements`` and ``cover`` (see ``projects.queries.with_elements``).
        level: of its heading.
        eager: the picture is in the first screen.
    """
    sources = sources_of(case.photo) if case.photo else None
    return part(
        "projects/components/case_card.html",
        country=case.country_name,
        place=case.place_name if case.municipality else "",
        language=case.language,
        address=case.address,
        title=case.shown_title,
        summary=case.shown_summary,
        shown_language=case.shown_language,
        elements=tuple(Chip(entry["order"], entry["title"], entry["language"]) for entry in case.elements),
        sources=sources,
        cover="" if sources else cover_url(case),
        level=level,
        eager=eager,
    )


@register.simple_tag
def map_markers(cases: list[CaseSummary]) -> list[Marker[CaseSummary]]:
    """Markers of the map for the facts of cases."""
    return markers(cases)


@register.simple_tag
def map_uses(cases: list[CaseSummary]) -> list[Marker[Use]]:
    """Markers of the municipalities that use these cases. One query where there are any."""
    return markers(uses_of_cases(cases))


@register.simple_tag
def countries_on_map() -> list[tuple[str, float, float]]:
    """Names of the countries, and where they stand on the map."""
    return [(country_label(code), x, y) for code, (x, y) in NAMES_OF_COUNTRIES.items()]


@register.simple_tag
def cases_off_map(cases: list[CaseSummary]) -> list[CaseSummary]:
    """Cases that have no coordinates."""
    return unplaced(cases)


@register.simple_tag
def case_matrix(cases: list[CaseSummary], frame: Frame, filters: CaseFilters) -> Matrix:
    """Cases by element and country, for the plot."""
    return stone_matrix(cases, frame.current_elements, filters)


@register.simple_tag
def stone_colour(number: int) -> str:
    """Colour of the stone of element ``number``, for a stone without its glyph."""
    return glyph(number).tile


@register.simple_tag
def case_uses(cases: list[CaseSummary]) -> Uses:
    """Who uses whose cases, by country, for the plot."""
    return use_matrix(cases)


@register.simple_tag
def mini_map(case: CaseStudyPage) -> dict[str, object] | None:
    """Position of a case and the part of the map around it: {x, y, left, top}; nothing without coordinates."""
    if case.latitude is None or case.longitude is None:
        return None
    x, y = on_map(case.latitude, case.longitude, case.country)
    left = min(max(x - MINI_WIDTH / 2, 0), WIDTH - MINI_WIDTH)
    top = min(max(y - MINI_HEIGHT / 2, 0), HEIGHT - MINI_HEIGHT)
    return {"x": f"{x:.1f}", "y": f"{y:.1f}", "left": f"{left:.0f}", "top": f"{top:.0f}"}
