"""Index fields of a page: one small function for each page type that has facets, one reading of the prose."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from wagtail.models import Page
from wagtail_localize.fields import TranslatableField

from events.dialogue.models import ConsultationPage, ReportPage
from events.models import EventElement, EventOrganiser, EventPage
from partners.models import PartnerPage
from portal.core.enums import Country
from portal.core.i18n.languages import LANGUAGES
from portal.core.i18n.locales import country_name
from portal.core.models import BasePage
from portal.core.models.frame import frame_for
from projects.adoptions.queries import municipalities_using
from projects.models import (
    CaseElement,
    CasePartner,
    CaseStudyPage,
    CollectionPage,
    ElementIndexPage,
    ElementPage,
    ElementStrategy,
    StrategyPage,
)
from search.enums import Kind

#: Fields that are told apart from the body: the head of the page, and words for search engines only.
_HEAD = {"title", "seo_title", "search_description", "summary"}


@dataclass(slots=True)
class IndexFields:
    """The index fields that a page type adds to title, summary and prose: facets, date, names."""

    kind: Kind = Kind.ARTICLE
    country: str = ""
    elements: list[str] = field(default_factory=list)
    partners: list[str] = field(default_factory=list)
    size: str = ""
    day: date | None = None
    #: Whether ``day`` is a year worth filtering by.
    dated: bool = False
    #: Names that belong to the thing in no particular language: places, abbreviations, publishers.
    names: list[str] = field(default_factory=list)

    def facets(self, language: str) -> dict[str, list[str]]:
        """Facet name -> values; facets without value are left out."""
        values = {
            "kind": [self.kind.value],
            "country": [self.country] if self.country else [],
            "element": list(dict.fromkeys(self.elements)),
            "partner": list(dict.fromkeys(self.partners)),
            "year": [str(self.day.year)] if self.day and self.dated else [],
            "size": [self.size] if self.size else [],
            "language": [language],
        }
        return {name: found for name, found in values.items() if found}


def _slugs(model: type[Any], page: BasePage, target: str) -> list[str]:
    rows = model.objects.filter(page=page.pk).order_by("sort_order")
    return list(rows.values_list(f"{target}__slug", flat=True))


def _case(page: CaseStudyPage) -> IndexFields:
    return IndexFields(
        kind=Kind.CASE_STUDY,
        country=page.country,
        elements=_slugs(CaseElement, page, "element"),
        partners=_slugs(CasePartner, page, "partner"),
        size=page.size_band,
        day=date(page.start_year, 1, 1) if page.start_year else None,
        dated=True,
        names=[page.municipality, *municipalities_using(page.translation_key)],
    )


def _event(page: EventPage) -> IndexFields:
    partners = _slugs(EventOrganiser, page, "partner")
    return IndexFields(
        kind=Kind.EVENT,
        country=page.country,
        elements=_slugs(EventElement, page, "element"),
        partners=[*partners, *([page.funder.slug] if page.funder else [])],
        day=page.start_date,
        dated=True,
        names=[page.venue, page.city],
    )


def _partner(page: PartnerPage) -> IndexFields:
    local = [block.value["name"] for block in page.local_names]
    # The name of the original too: people look for it in every language.
    original = page.organisation.name if page.organisation else ""
    names = [page.abbreviation, page.city, original, *local]
    return IndexFields(kind=Kind.PARTNER, country=page.country, partners=[page.slug], names=names)


def _element(page: ElementPage) -> IndexFields:
    return IndexFields(kind=Kind.ELEMENT, elements=[page.slug])


def _collection(page: CollectionPage) -> IndexFields:
    curators = PartnerPage.objects.filter(organisation=page.organisation_id, live=True)
    own = page.organisation_id is not None
    return IndexFields(
        kind=Kind.COLLECTION,
        partners=list(curators.order_by("pk").values_list("slug", flat=True)) if own else [],
        day=page.first_published_at.date() if page.first_published_at else None,
    )


def _strategy(page: StrategyPage) -> IndexFields:
    rows = ElementStrategy.objects.filter(strategy__translation_key=page.translation_key)
    partners = page.strategy_partners.values_list("partner__slug", flat=True)
    publishers = [str(block.value) for block in page.publishers]
    local = [block.value["name"] for block in page.local_titles]
    return IndexFields(
        kind=Kind.STRATEGY,
        country=page.country,
        elements=list(rows.order_by("page__number").values_list("page__slug", flat=True)),
        partners=list(partners),
        day=date(page.year, 1, 1) if page.year else None,
        dated=True,
        names=[*publishers, *local],
    )


def _consultation(page: ConsultationPage) -> IndexFields:
    keys = [asked.element_key for asked in page.asks() if asked.element_key]
    keys += [one.value.translation_key for one in page.model_elements if one.value]
    return IndexFields(kind=Kind.CONSULTATION, elements=_elements_of(keys), day=_opens(page), dated=True)


def _report(page: ReportPage) -> IndexFields:
    event = EventPage.objects.filter(translation_key=page.occasion.page_key).order_by("pk").first()
    asked = page.occasion.questions.filter(element_key__isnull=False).values_list("element_key", flat=True)
    elements = [
        *(_slugs(EventElement, event, "element") if event else []),
        *_elements_of([*asked, *page.occasion.model_elements]),
    ]
    published = page.first_published_at.date() if page.first_published_at else None
    return IndexFields(
        kind=Kind.REPORT, country=event.country if event else "", elements=elements, day=published, dated=True
    )


def _elements_of(keys: list[Any]) -> list[str]:
    """Slugs of elements, which are the same in every language."""
    found = ElementPage.objects.filter(translation_key__in=keys).order_by("number")
    return list(dict.fromkeys(found.values_list("slug", flat=True)))


def _opens(page: ConsultationPage) -> date | None:
    moment = page.input_opens or page.first_published_at
    return moment.date() if moment else None


READERS: dict[type[Page], Callable[[Any], IndexFields]] = {
    CaseStudyPage: _case,
    EventPage: _event,
    PartnerPage: _partner,
    ElementPage: _element,
    StrategyPage: _strategy,
    CollectionPage: _collection,
    ConsultationPage: _consultation,
    ReportPage: _report,
}


def index_fields(page: BasePage) -> IndexFields:
    """The index fields of a page; a page of running text has only its day of publication."""
    read = READERS.get(type(page))
    if read:
        return read(page)
    return IndexFields(day=page.first_published_at.date() if page.first_published_at else None)


def body_of(page: BasePage) -> str:
    """All prose of a page except its head, as plain text: every translatable field, as Wagtail reads it for search."""
    return "\n".join(part for name in _prose_of(page) for part in _parts(page, name) if part)


def _prose_of(page: BasePage) -> list[str]:
    declared = (one for one in page.translatable_fields if isinstance(one, TranslatableField))
    return [one.field_name for one in declared if one.field_name not in _HEAD]


def _parts(page: BasePage, name: str) -> list[str]:
    model_field = page._meta.get_field(name)
    value = model_field.value_from_object(page)
    searchable = getattr(model_field, "get_searchable_content", None)
    return list(searchable(value)) if searchable else [str(value or "")]


#: Page types of which paragraphs belong to the model, and the field that holds these.
MODEL_TEXT: dict[type[Page], str] = {ElementPage: "body", ElementIndexPage: "preamble"}


def anchors_of(page: BasePage) -> list[tuple[int, str]]:
    """Where in summary and prose the paragraphs of the version in force begin: words before each, and its short id.

    What follows a paragraph and is none itself has an empty id. One query; none for pages that hold no such text.
    """
    text = frame_for(page.locale_code).site.get("model_text") if type(page) in MODEL_TEXT else None
    known = text["paragraphs"] if text else {}
    anchors: list[tuple[int, str]] = []
    words = len(page.summary.split())
    for name in _prose_of(page) if known else []:
        if name != MODEL_TEXT[type(page)]:
            anchors.append((words, ""))
            words += sum(len(part.split()) for part in _parts(page, name))
            continue
        for block in getattr(page, name):
            anchors.append((words, known.get(UUID(str(block.id)).hex, ("", 0))[0]))
            words += sum(len(part.split()) for part in block.block.get_searchable_content(block.value))
    return anchors


@lru_cache(maxsize=64)
def country_names(code: str) -> tuple[tuple[str, str], ...]:
    """(language, name) of a country in every language of the portal, and in others that have a name of their own."""
    own = [(row.code, row.country_names[code]) for row in LANGUAGES.values() if code in row.country_names]
    if code == Country.NORDIC:  # CLDR does not know it
        return tuple(own)
    return (*((language, country_name(code, language)) for language, _name in settings.LANGUAGES), *own)
