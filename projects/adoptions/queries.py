"""Adoptions as visitors see them: published ones only, each page with one query. Everybody may see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.core.pagecache.kept import kept
from portal.core.queries import listed, public_pages
from projects.case_summary import CaseSummary
from projects.enums import AdoptionStage, AdoptionState, LocationPrecision
from projects.models import Adoption, AdoptionElement, CaseElement, CaseStudyPage, ElementPage

#: Adoptions on one page of an element; the cases have the rest.
MOST_ON_ELEMENT = 30
#: What runs comes first, what was stopped last.
_ORDER = [AdoptionStage.RUNNING, AdoptionStage.TRYING, AdoptionStage.LOOKING, AdoptionStage.STOPPED]


def published() -> QuerySet[Adoption]:
    """All that everybody may see."""
    return Adoption.objects.filter(state=AdoptionState.PUBLISHED)


def adoptions_of_case(key: UUID, language: str) -> list[Adoption]:
    """Who uses a case: what runs first, then by time, with their ``own_case``.

    One query, and one more where somebody has a case of their own.
    """
    return _with_cases(_in_order(_of_case(key)), language, of_others=False)


@kept(500)
def _of_case(key: UUID) -> list[Adoption]:
    return list(published().filter(case_key=key))


def adoptions_of_element(element: ElementPage) -> list[Adoption]:
    """Who uses an element of the model, or a public case that demonstrates it; these have their ``case``.

    Two queries where there is anything, otherwise one.
    """
    return _with_cases(_in_order(_of_element(element.translation_key))[:MOST_ON_ELEMENT], element.reading_language)


@kept(100)
def _of_element(key: UUID) -> list[Adoption]:
    cases = public_pages(CaseStudyPage.objects.all()).order_by().values("translation_key")
    showing = CaseElement.objects.filter(element__translation_key=key).values("page_id")
    direct = AdoptionElement.objects.filter(element_key=key).values("adoption_id")
    return list(published().filter(Q(pk__in=direct) | Q(case_key__in=cases.filter(pk__in=showing))))


def adoptions_of_model(language: str) -> list[Adoption]:
    """Who uses elements of the model. One query, and one more where somebody has a case of their own."""
    return _with_cases(_in_order(published().filter(case_key=None)), language)


def _with_cases(adoptions: list[Adoption], language: str, *, of_others: bool = True) -> list[Adoption]:
    """Give each adoption its ``case`` and ``own_case``, if public, in the version that a reader understands best.

    Parameters:
        of_others: whether to name the case that is used.
    """
    own = {adoption.own_case_key for adoption in adoptions if adoption.own_case_key}
    keys = own | {adoption.case_key for adoption in adoptions if adoption.case_key and of_others}
    cases: dict[UUID, CaseStudyPage] = {}
    if keys:
        pages = listed(CaseStudyPage.objects.filter(translation_key__in=keys), language)
        cases = {page.translation_key: page for page in pages}
    for adoption in adoptions:
        row: Any = adoption
        row.case = cases.get(adoption.case_key) if adoption.case_key else None
        row.own_case = cases.get(adoption.own_case_key) if adoption.own_case_key else None
    return adoptions


def municipalities_using(key: UUID) -> list[str]:
    """Names of the municipalities that use a case, for the search. One query."""
    names = published().filter(case_key=key).order_by("pk").values_list("municipality", flat=True)
    return list(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class Use:
    """A municipality with coordinates that uses a case, as the map shows it."""

    #: Of the adoption.
    pk: int
    municipality: str
    country: str
    latitude: float
    longitude: float
    #: Of the case that is used, in the version that the reader understands best.
    title: str
    language: str
    #: Where it is told of on the page of the case.
    url_path: str
    location_precision: str = LocationPrecision.MUNICIPALITY

    @property
    def place(self) -> tuple[float, float]:
        """Latitude and longitude."""
        return self.latitude, self.longitude


def uses_of_cases(cases: Sequence[CaseSummary]) -> list[Use]:
    """Where some cases are used, as far as the place list knows where that is. One query."""
    by_key = {case.translation_key: case for case in cases if case.used_in}
    placed = published().filter(case_key__in=list(by_key), latitude__isnull=False, longitude__isnull=False)
    uses = []
    for row in placed.order_by("pk") if by_key else []:
        case = by_key[row.case_key] if row.case_key else None
        if case is not None and row.latitude is not None and row.longitude is not None:
            url = f"{case.url_path}#u-{row.key}"
            place = row.municipality, row.country, row.latitude, row.longitude
            uses.append(Use(row.pk, *place, case.title, case.language, url))
    return uses


def _in_order(adoptions: Iterable[Adoption]) -> list[Adoption]:
    now = timezone.now()
    found = sorted(adoptions, key=lambda row: (_ORDER.index(AdoptionStage(row.stage)), row.since_year, row.pk))
    for adoption in found:
        row: Any = adoption
        row.unconfirmed_since = adoption.silent_since(now)
    return found
