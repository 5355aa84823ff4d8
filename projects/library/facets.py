"""Facets: what each is called, which values it knows, how these are named, and in which order they stand.

Of the case library, and of the search, which takes most of them over (``search.query.filters``).
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.core.enums import Country, country_label
from portal.core.i18n.alphabets import Key, alphabetical
from portal.core.i18n.languages import LANGUAGES
from portal.core.i18n.locales import language_name, reading_ranks
from portal.core.models.frame import Frame
from projects.enums import TOLD_FACET, Settlement, SizeBand, Told


@dataclass(frozen=True)
class Option:
    """A value of a facet: how many results it would give under all other filters."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """A group of filters with its options, as pages show it."""

    name: str
    label: str
    options: tuple[Option, ...]

    @property
    def is_chosen(self) -> bool:
        """Whether any of its options is."""
        return any(option.chosen for option in self.options)


Labels = Callable[[Frame], Callable[[str], str]]
Order = Callable[[Frame], Callable[[Option], tuple[int | Key, str]]]


def _as_it_is(frame: Frame) -> Callable[[str], str]:
    return str


def _titles(section: str) -> Labels:
    """Titles of the frame's entries by their slugs."""

    def labels(frame: Frame) -> Callable[[str], str]:
        titles = {entry["slug"]: entry["title"] for entry in getattr(frame, section)}
        return lambda value: titles.get(value, value)

    return labels


def choice_labels(choices: type[TextChoices]) -> Labels:
    """Labels of an enumeration."""
    return lambda frame: lambda value: str(choices(value).label)


def order_of_values(values: Sequence[str]) -> Order:
    """As the values are listed."""
    return lambda frame: lambda option: (values.index(option.value), "")


def order_of_frame(section: str) -> Order:
    """As the frame has its entries; those it lacks come last."""

    def order(frame: Frame) -> Callable[[Option], tuple[int | Key, str]]:
        places = {entry["slug"]: place for place, entry in enumerate(getattr(frame, section))}
        return lambda option: (places.get(option.value, len(places)), option.label)

    return order


def order_of_alphabet(frame: Frame) -> Callable[[Option], tuple[int | Key, str]]:
    """By label, in the alphabet of the visitor's language."""
    return lambda option: (alphabetical(option.label, frame.language), "")


def order_of_counts(frame: Frame) -> Callable[[Option], tuple[int | Key, str]]:
    """The most frequent first."""
    return lambda option: (-option.count, option.label.casefold())


def order_of_readers(frame: Frame) -> Callable[[Option], tuple[int | Key, str]]:
    """Languages: the reader's own first, then as its readers understand them."""
    ranks = reading_ranks(frame.language)
    return lambda option: (ranks.get(option.value, len(ranks)), option.label)


def _language_label(frame: Frame) -> Callable[[str], str]:
    return lambda value: language_name(value).capitalize()


def period_of(year: int) -> str:
    """The five years that a year is one of, as a value of the facet: 2015-2019; all early ones are one."""
    first = year - year % 5
    return f"{first}-{first + 4}" if year >= FIRST_PERIOD else f"-{FIRST_PERIOD - 1}"


def _period_label(frame: Frame) -> Callable[[str], str]:
    def label(value: str) -> str:
        first, last = value.split("-")
        return f"{first}–{last}" if first else gettext("Before %(year)s") % {"year": int(last) + 1}

    return label


@dataclass(frozen=True)
class FacetType:
    """The definition of a facet."""

    heading: str | Promise
    #: The values there can be; or, where there are many, what they look like, as a regular expression that ECMAScript
    #: understands too.
    values: Sequence[str] = ()
    pattern: str = ""
    labels: Labels = _as_it_is
    order: Order = order_of_alphabet

    def is_known(self, value: str) -> bool:
        """Whether the facet may have this value."""
        return re.fullmatch(self.pattern, value) is not None if self.pattern else value in self.values

    def facet(self, name: str, counts: Mapping[str, int], chosen: Collection[str], frame: Frame) -> Facet:
        """The facet with an option for each value counted or chosen."""
        label = self.labels(frame)
        numbers = {**dict.fromkeys(chosen, 0), **counts}
        options = [Option(value, label(value), number, value in chosen) for value, number in numbers.items()]
        return Facet(name, str(self.heading), tuple(sorted(options, key=self.order(frame))))


#: Years of start are offered five at a time, the last ones first; what began before these is one choice.
FIRST_PERIOD, LAST_PERIOD = 1990, 2095
PERIODS = tuple(period_of(year) for year in range(LAST_PERIOD, FIRST_PERIOD - 6, -5))
_SLUG = "(?=.{1,120}$)-*[A-Za-z0-9][A-Za-z0-9-]*"
#: The facets of the case library by their names in addresses, in the order shown.
FACET_TYPES: Mapping[str, FacetType] = {
    "country": FacetType(_("Country"), Country.values, labels=lambda frame: country_label),
    "element": FacetType(_("Element"), pattern=_SLUG, labels=_titles("elements"), order=order_of_frame("elements")),
    "partner": FacetType(_("Partner"), pattern=_SLUG, labels=_titles("partners"), order=order_of_frame("partners")),
    "read": FacetType(_("Can be read in"), tuple(LANGUAGES), labels=_language_label, order=order_of_readers),
    "size": FacetType(
        _("Size of municipality"),
        SizeBand.values,
        labels=choice_labels(SizeBand),
        order=order_of_values(SizeBand.values),
    ),
    "settlement": FacetType(_("Rural or urban"), Settlement.values, labels=choice_labels(Settlement)),
    "tells": FacetType(_("What it tells"), TOLD_FACET, labels=choice_labels(Told), order=order_of_values(TOLD_FACET)),
    "used": FacetType(_("Used in"), Country.values, labels=lambda frame: country_label),
    "period": FacetType(_("Start year"), PERIODS, labels=_period_label, order=order_of_values(PERIODS)),
    "language": FacetType(_("Original language"), tuple(LANGUAGES), labels=_language_label),
}
