"""Inventory report: what the public portal holds by country, element, organisation or language."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from events.models import EventElement, EventPage
from home.workbench.tables import Row, TableReport
from partners.models import Organisation, PartnerPage
from portal.core.enums import country_label
from portal.core.i18n.locales import language_name, locale_codes, locale_ids
from projects.models import CaseElement, CaseStudyPage, ElementPage

KINDS: dict[str, Any] = {"cases": CaseStudyPage, "events": EventPage, "partners": PartnerPage}
#: What a page is counted under, its kind, which page it is in whatever language, its language.
Item = tuple[Any, str, UUID, int]


@dataclass
class Counted:
    """The pages of one line, each once, and how many there are in each language."""

    pages: dict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    languages: dict[int, int] = field(default_factory=lambda: defaultdict(int))


def by_field(name: str) -> Iterator[Item]:
    """Public pages of all kinds by one of their columns: three queries."""
    for kind, model in KINDS.items():
        rows = model.objects.filter(live=True).order_by()
        yield from ((row[0], kind, *row[1:]) for row in rows.values_list(name, "translation_key", "locale_id"))


def by_element() -> Iterator[Item]:
    """Public case studies and events by the elements that they show: two queries."""
    for kind, model in (("cases", CaseElement), ("events", EventElement)):
        rows: Any = model._default_manager.filter(page__live=True).order_by()
        names = ("element__translation_key", "page__translation_key", "page__locale_id")
        yield from ((row[0], kind, *row[1:]) for row in rows.values_list(*names).distinct())


def by_language() -> Iterator[Item]:
    """All public pages by their language: four queries."""
    known: set[UUID] = set()
    for locale, kind, key, _same in by_field("locale_id"):
        known.add(key)
        yield locale, kind, key, locale
    pages = Page.objects.filter(live=True, depth__gt=1).order_by().values_list("locale_id", "translation_key")
    yield from ((locale, "others", key, locale) for locale, key in pages if key not in known)


def _countries() -> list[tuple[object, str]]:
    found = sorted({code for code, _kind, _key, _locale in by_field("country") if code})
    return [*((code, str(country_label(code))) for code in found), ("", _("No country"))]


def _elements() -> list[tuple[object, str]]:
    english = ElementPage.objects.filter(locale=locale_ids().get(settings.LANGUAGE_CODE), live=True)
    return list(english.order_by("number").values_list("translation_key", "title"))


def _organisations() -> list[tuple[object, str]]:
    return [*Organisation.objects.values_list("pk", "name"), (None, _("The secretariat"))]


def _languages() -> list[tuple[object, str]]:
    return [(locale_ids().get(code), language_name(code)) for code, _name in settings.LANGUAGES]


#: Name, the items, and the lines with their headings.
DIMENSIONS: dict[str, tuple[Any, Callable[[], Iterator[Item]], Callable[[], list[tuple[Any, str]]]]] = {
    "country": (gettext_lazy("Country"), lambda: by_field("country"), _countries),
    "element": (gettext_lazy("Element"), by_element, _elements),
    "organisation": (gettext_lazy("Organisation"), lambda: by_field("organisation_id"), _organisations),
    "language": (gettext_lazy("Language"), by_language, _languages),
}


class InventoryView(TableReport):
    """Public pages, each counted once however many languages it has, and the languages beside it."""

    page_title = gettext_lazy("Content of the portal")
    header_icon = "folder-open-inverse"
    index_url_name, index_results_url_name = "home_content", "home_content_results"

    @property
    def dimension(self) -> str:
        """What the lines stand for, by ``?by=``."""
        chosen = self.request.GET.get("by", "")
        return chosen if chosen in DIMENSIONS else "country"

    def headings(self) -> dict[str, str]:
        """Kinds of pages, then languages as far as the lines are not languages themselves."""
        name = str(DIMENSIONS[self.dimension][0])
        kinds = {"cases": _("Case studies"), "events": _("Events"), "partners": _("Partners"), "others": _("Others")}
        if self.dimension == "language":
            return {"name": name, **kinds, "total": _("All pages")}
        del kinds["others"]
        return {"name": name, **kinds, "total": _("All pages"), **dict(_codes())}

    def rows(self) -> list[Row]:
        """One line per country, element, organisation or language; lines without pages show what is missing."""
        _name, items, lines = DIMENSIONS[self.dimension]
        counted: dict[Any, Counted] = defaultdict(Counted)
        for group, kind, key, locale in items():
            counted[group].pages[kind].add(key)
            counted[group].languages[locale] += 1
        return [self._row(name, counted[group]) for group, name in lines()]

    def _row(self, name: str, counted: Counted) -> Row:
        kinds = {kind: len(counted.pages[kind]) for kind in (*KINDS, "others")}
        codes = locale_codes()
        languages = dict.fromkeys(dict(_codes()), 0)
        languages |= {codes[locale]: count for locale, count in counted.languages.items()}
        return Row(name=name, **kinds, total=sum(kinds.values()), **languages)

    def get_context_data(self, *args: object, **kwargs: object) -> dict[str, object]:
        """Adds ``choices``: the other ways to count."""
        choices = [(key, name, key == self.dimension) for key, (name, _items, _lines) in DIMENSIONS.items()]
        return {**super().get_context_data(*args, **kwargs), "choices": choices}


def _codes() -> list[tuple[str, str]]:
    return [(code, language_name(code)) for code, _name in settings.LANGUAGES]
