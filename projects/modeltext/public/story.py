"""How the model came about: dated facts with their sources, in our own words.

Nothing here is guessed: where a source gives no day, the entry says so, and names of values, areas and dates are facts.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Entry:
    """One fact of the history."""

    #: As the source gives it.
    when: str | Promise
    #: Where it stands among the others.
    sorted_by: date
    title: str | Promise
    text: str | Promise
    #: (publisher, address); of a source whose address is not known, nothing.
    sources: tuple[tuple[str, str], ...]


ENTRIES: tuple[Entry, ...] = (
    Entry(
        _("August 2019"),
        date(2019, 8, 1),
        _("The Norwegian national roadmap"),
        _(
            "At Arendalsuka, Norway gets a national roadmap for smart and sustainable cities and communities: eight "
            "principles, about 150 contributors. Those who made it call it the first version of a living document."
        ),
        (
            ("DOGA", "https://doga.no/verktoy/nasjonalt-veikart-for-smarte-og-barekraftige-byer-og-lokalsamfunn/"),
            (
                "Stavanger",
                "https://www.stavanger.kommune.no/en/samfunnsutvikling/stavanger-smart-city/national-smart-city-roadmap/",
            ),
        ),
    ),
    Entry(
        _("Spring 2020"),
        date(2020, 3, 1),
        _("An open call for projects"),
        _(
            "Projects that illustrate the principles of the roadmap are asked for. About 70 come in and 16 are chosen; "
            "they are shown on 23 September."
        ),
        (
            (
                "DOGA",
                "https://doga.no/aktuelt/har-din-kommune-et-prosjekt-som-fremmer-smart-og-barekraftig-stedsutvikling/",
            ),
            (
                "United Future Lab",
                "https://www.unitedfuturelab.no/nyheiter-og-arrangement/alesund-framtidslab-eksempel-pa-smartbyutvikling/",
            ),
        ),
    ),
    Entry(
        _("2020, without a day"),
        date(2020, 6, 1),
        _("A joint Nordic model is announced"),
        _("DOGA announces a joint Nordic smart city model, and that projects from each country will be found."),
        (("DOGA", "https://doga.no/aktuelt/lager-en-felles-nordisk-smartby-modell/"),),
    ),
    Entry(
        _("23 September 2020"),
        date(2020, 9, 23),
        _("The first open workshop"),
        _(
            "From 14.00 to 16.00, online, at Nordic Edge Expo, led by the Danish Design Center. The question: what to "
            "take along, and what to leave behind? An analysis of the notes on a shared board was published later: "
            "which words were frequent for each of the two. It does not name the workshop, but its question. The notes "
            "are not part of this portal."
        ),
        (
            ("DOGA", "https://doga.no/aktuelt/bli-med-pa-workshop-om-en-felles-nordisk-smartbymodell/"),
            ("DOGA, Nordic Smart City word analysis (Issuu)", ""),
        ),
    ),
    Entry(
        _("16 November 2020"),
        date(2020, 11, 16),
        _("The second open workshop"),
        _("From 13.00 to 15.30 CET, online: seven elements, and the perspectives of experts from each Nordic country."),
        (
            ("Nordic Edge", "https://nordicedge.org/events/creating-a-joint-nordic-smart-city-model/"),
            (
                "Demos Helsinki",
                "https://demoshelsinki.fi/en/2020/11/09/take-part-in-co-creating-a-joint-nordic-smart-city-model",
            ),
        ),
    ),
    Entry(
        _("Day not stated"),
        date(2020, 12, 31),
        _("The third and last workshop"),
        _(
            "From 9.30 to 12.00. A Nordic smart city vision is presented and discussed; scaling and export are named "
            "as a second phase. The invitation says that the first two workshops defined seven core elements and "
            "looked for barriers."
        ),
        (
            (
                "Nordic Edge",
                "https://nordicedge.org/events/take-part-in-co-creating-a-joint-nordic-smart-city-model/",
            ),
        ),
    ),
    Entry(
        _("20 September 2021"),
        date(2021, 9, 20),
        _("The Nordic Smart City Roadmap"),
        _(
            "The roadmap is launched in Stavanger, followed by an open workshop: 30 pages, with five action areas "
            "(leadership, inclusion, living environment, digital communities, health and wellbeing) and seven values "
            "(trust, common good, sustainable living, equality, collaboration and co-creation, openness, inclusion). "
            "It is a result beside the versions of this text, not one of them. How seven elements became five areas "
            "is not in any source that we have seen: if you were there, tell us."
        ),
        (
            ("Nordic Smart City Network", "https://nscn.eu/NordicSmartCityRoadmap"),
            ("Demos Helsinki", "https://demoshelsinki.fi/julkaisut/the-nordic-smart-city-roadmap/"),
            ("Nordic Innovation", "https://www.nordicinnovation.org/2021/nordic-smart-city-roadmap"),
        ),
    ),
)
