"""Builds small, plainly fictional sites for tests: trees in several languages, and pages below them."""

from datetime import date, time
from itertools import count
from typing import Any

from django.conf import settings
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from events.dialogue.models import ConsultationPage, Occasion, ReportPage, TakePartPage
from events.enums import DatePrecision
from events.models import EventElement, EventIndexPage, EventOrganiser, EventPage
from home.models import HomePage, StandardPage
from partners.models import PartnerIndexPage, PartnerPage
from portal.core.hooks.bulk import bulk_change, held_back
from portal.core.models import BasePage
from portal.core.operations.queue_backend import was_left_out
from projects.models import (
    CaseElement,
    CaseLibraryPage,
    CasePartner,
    CaseStudyPage,
    CollectionCase,
    CollectionPage,
    ElementIndexPage,
    ElementPage,
    GlossaryPage,
    StrategyIndexPage,
    StrategyPage,
)
from tests.kept_rows import make_or_put_back

_numbers = count(1)
SECTIONS: dict[str, type[BasePage]] = {
    "model": ElementIndexPage,
    "projects": CaseLibraryPage,
    "events": EventIndexPage,
    "partners": PartnerIndexPage,
    "strategies": StrategyIndexPage,
    "glossary": GlossaryPage,
}


def make_site(*languages: str) -> dict[str, HomePage]:
    """Home pages and all sections in each language (English by default), linked as translations of each other."""
    return make_or_put_back(_make_site, *(languages or ("en",)))


def _make_site(*languages: str) -> dict[str, HomePage]:
    homes: dict[str, HomePage] = {}
    with bulk_change():
        for page in Page.objects.filter(depth=2):
            page.delete()
        root = Page.get_first_root_node()
        for language in languages:
            locale, _created = Locale.objects.get_or_create(language_code=language)
            first = next(iter(homes.values()), None)
            homes[language] = _add(root, HomePage, locale, first, slug=language, **_home_texts(language))
            for slug, model in SECTIONS.items():
                twin = model.objects.filter(slug=slug).first()
                texts = {"title": f"{slug.title()} {language}", "summary": f"All the {slug}."}
                _add(homes[language], model, locale, twin, slug=slug, show_in_menus=slug != "glossary", **texts)
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": homes[languages[0]]}
    )
    return homes


def _home_texts(language: str) -> dict[str, str]:
    names = ("claim", "introduction", "about_heading", "about_text", "footer_text", "funding_text")
    texts = {name: f"{name} in {language}" for name in names}
    return {**texts, "title": f"Testland {language}", "summary": f"The front page of Testland in {language}."}


def _add(parent: Any, model: type[BasePage], locale: Locale, twin: Any, **fields: Any) -> Any:
    page = model(locale=locale, first_published_at=timezone.now(), **fields)
    if twin is not None:
        page.translation_key = twin.translation_key
    parent.refresh_from_db()
    return parent.add_child(instance=page)


def add_page(
    model: type[BasePage], section: type[BasePage], language: str = "en", of: Any = None, **fields: Any
) -> Any:
    """Publish a page below the section of ``language``; ``of`` makes it a translation of another page."""
    locale = Locale.objects.get(language_code=language)
    number = next(_numbers)
    letters = "".join("abcdefghij"[int(digit)] for digit in str(number))
    # In letters: a number would be one that a translation of the summary has to keep.
    texts = {"title": f"{model.__name__} {number}", "slug": f"page-{number}", "summary": f"Summary {letters}."}
    fields = texts | fields
    parent = section.objects.get(locale=locale)
    with held_back():  # What follows from it does when it is published.
        page = _add(parent, model, locale, of, **fields)
    was_left_out()  # ... and so does its row in Wagtail's indexes: no later bulk change owes it to anybody.
    page.save_revision(clean=False).publish()
    return model.objects.get(pk=page.pk)


def add_standard(language: str = "en", of: Any = None, **fields: Any) -> StandardPage:
    """A page of running text."""
    fields = {"body": [("heading", {"text": "Heading", "level": "2"}), ("paragraph", "<p>Text.</p>")]} | fields
    return add_page(StandardPage, HomePage, language, of, **fields)


def add_partner(language: str = "en", of: Any = None, **fields: Any) -> PartnerPage:
    """A partner organisation."""
    return add_page(PartnerPage, PartnerIndexPage, language, of, **({"country": "NO"} | fields))


def add_element(language: str = "en", of: Any = None, **fields: Any) -> ElementPage:
    """An element of the model; numbers count up by themselves."""
    used = ElementPage.objects.filter(locale__language_code=language).count()
    number = of.number if of else used + 1
    body = [("paragraph", "<p>About the element.</p>")]
    return add_page(ElementPage, ElementIndexPage, language, of, **({"number": number, "body": body} | fields))


def add_case(
    language: str = "en", of: Any = None, elements: Any = (), partners: Any = (), **fields: Any
) -> CaseStudyPage:
    """A case study with its elements and partners."""
    texts = {name: f"<p>The {name}.</p>" for name in ("challenge", "approach", "result")}
    fields = {**texts, "country": "DK", "municipality": "Testby", "latitude": 55.5, "longitude": 10.5} | fields
    fields["case_elements"] = [CaseElement(element=element, sort_order=n) for n, element in enumerate(elements)]
    fields["case_partners"] = [CasePartner(partner=partner, sort_order=n) for n, partner in enumerate(partners)]
    return add_page(CaseStudyPage, CaseLibraryPage, language, of, **fields)


def add_event(
    language: str = "en", of: Any = None, organisers: Any = (), elements: Any = (), **fields: Any
) -> EventPage:
    """A workshop in the afternoon of a day long gone, unless the fields say otherwise."""
    times: dict[str, Any] = {
        "precision": DatePrecision.MINUTE,
        "start_date": date(2020, 11, 16),
        "start_time": time(13),
        "end_time": time(15, 30),
        "timezone": "Europe/Copenhagen",
    }
    fields = times | fields
    fields["organisers"] = [EventOrganiser(partner=partner, sort_order=n) for n, partner in enumerate(organisers)]
    fields["event_elements"] = [EventElement(element=element, sort_order=n) for n, element in enumerate(elements)]
    return add_page(EventPage, EventIndexPage, language, of, **fields)


def add_strategy(language: str = "en", of: Any = None, **fields: Any) -> StrategyPage:
    """A strategy."""
    fields = {"relation": "related", "country": "FI", "document_url": "https://strategy.example/"} | fields
    return add_page(StrategyPage, StrategyIndexPage, language, of, **fields)


def add_collection(language: str = "en", of: Any = None, cases: Any = (), **fields: Any) -> CollectionPage:
    """A collection of cases, in their order."""
    rows = [CollectionCase(case=case, sort_order=place) for place, case in enumerate(cases)]
    return add_page(CollectionPage, CaseLibraryPage, language, of, collection_cases=rows, **fields)


def add_take_part(language: str = "en", of: Any = None, **fields: Any) -> TakePartPage:
    """The overview of taking part, one per language; the one that is there already, if any."""
    known = TakePartPage.objects.filter(locale__language_code=language).first()
    of = of or TakePartPage.objects.order_by("pk").first()
    fields = {"title": f"Take part {language}", "slug": "take-part", "show_in_menus": True} | fields
    return known or add_page(TakePartPage, HomePage, language, of, **fields)


def add_consultation(language: str = "en", of: Any = None, asks: Any = ("What is missing?",), **fields: Any) -> Any:
    """A consultation that is open and asks; below the overview of taking part, which is made where it lacks."""
    add_take_part(language)
    texts = {"can_change": "The wording.", "cannot_change": "The number of elements.", "deciders": "The board."}
    questions: list[Any] = [("own", {"text": text, "stages": [], "seeds": []}) for text in asks]
    if of is not None:
        questions = [
            {"type": "own", "id": block.id, "value": {"text": text, "stages": [], "seeds": []}}
            for block, text in zip(of.input_questions, asks, strict=True)
        ]
    fields = texts | {"takes_input": True, "input_questions": questions} | fields
    return add_page(ConsultationPage, TakePartPage, language, of, **fields)


def add_report(language: str = "en", of: Any = None, occasion: Occasion | None = None, **fields: Any) -> ReportPage:
    """A report of an occasion; of a consultation that is made for it, if none is given."""
    add_take_part(language)
    if occasion is None:
        occasion = of.occasion if of else Occasion.objects.get(page_key=add_consultation(language).translation_key)
    body = [("paragraph", "<p>What we heard.</p>")]
    return add_page(ReportPage, TakePartPage, language, of, **({"occasion": occasion, "body": body} | fields))


def active_languages() -> list[str]:
    """Codes of the languages that are switched on."""
    return [code for code, _name in settings.LANGUAGES]
