"""Dates and times as the design brief writes them."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format, get_format

from portal.core.i18n import formats

DAY = date(2020, 11, 16)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "16 November 2020"),
        ("da", "16. november 2020"),
        ("nb", "16. november 2020"),
        ("sv", "16 november 2020"),
        ("fi", "16. marraskuuta 2020"),
        ("is", "16. nóvember 2020"),
    ],
)
def test_long_date_follows_the_language(language, expected):
    assert formats.long_date(DAY, language) == expected


def test_full_date_has_no_comma_where_none_is_written():
    assert formats.full_date(DAY, "is") == "mánudagur 16. nóvember 2020"
    assert formats.full_date(DAY, "da") == "mandag den 16. november 2020"


def test_day_and_clock_are_joined_as_the_language_does():
    moment = datetime(2020, 11, 16, 13, 5)  # noqa: DTZ001
    assert formats.day_and_clock(moment, "en") == "16 November 2020, 13:05"
    assert formats.day_and_clock(moment, "fi") == "16. marraskuuta 2020 klo 13.05"
    assert formats.day_and_clock(moment, "sv") == "16 november 2020 kl. 13:05"


def test_date_range_names_month_and_year_once():
    assert formats.date_range(DAY, date(2020, 11, 17), "en") == "16–17 November 2020"
    assert formats.date_range(DAY, date(2020, 11, 17), "fi") == "16.–17. marraskuuta 2020"
    assert formats.date_range(DAY, date(2020, 12, 2), "en") == "16 November – 2 December 2020"
    assert formats.date_range(DAY, date(2021, 1, 2), "da") == "16. november 2020 – 2. januar 2021"
    assert formats.date_range(DAY, DAY, "sv") == "16 november 2020"


def test_month_stands_by_itself():
    assert formats.month_and_year(DAY, "en") == "November 2020"
    assert formats.month_name(DAY, "fi") == "marraskuu"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "13:05"), ("sv", "13:05"), ("is", "13:05"), ("da", "13.05"), ("nb", "13.05"), ("fi", "13.05")],
)
def test_clock_has_a_stop_or_a_colon(language, expected):
    assert formats.clock(datetime(2020, 11, 16, 13, 5), language) == expected  # noqa: DTZ001


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Europe/Oslo", "CET, UTC+1"),
        ("Europe/Helsinki", "EET, UTC+2"),
        ("Atlantic/Reykjavik", "GMT, UTC"),
        ("America/Nuuk", "UTC−3"),
        ("America/St_Johns", "NST, UTC−3:30"),
    ],
)
def test_zone_is_named_with_its_offset(zone, expected):
    assert formats.zone_label(datetime(2020, 11, 16, 13, 0, tzinfo=ZoneInfo(zone))) == expected


@pytest.mark.parametrize(
    ("title", "language", "shown"),
    [
        ("Osallisuus ja vaikutusmahdollisuudet", "fi", "Osallisuus ja vaiku|tus|mah|dol|li|suudet"),
        ("Pitkäjänteisyyskeskus", "fi", "Pitkä|jän|tei|syys|keskus"),
        ("Kaupunkilaiset päättävät", "fi", "Kaupunkilaiset päättävät"),
        ("Medborgardeltagandeprojektet", "sv", "Medborgardeltagandeprojektet"),
        ("Orkurannsóknarstofa", "is", "Orku|rannsóknar|stofa"),
        ("Félagshagkerfisins og sveitin", "is", "Félags|hagkerfisins og sveitin"),
        ("Endurvinnslustöðin", "is", "Endurvinnslu|stöðin"),
        ("endurskoðunarskýrsla", "is", "endurskoðunar|skýrsla"),
        ("nýsköpunarmiðstöðvar", "is", "nýsköpunar|miðstöðvar"),
        ("húsnæðisáætlunargerð", "is", "húsnæðisáætlunar|gerð"),
        ("sundlaugargestir", "is", "sundlaugar|gestir"),
        ("menntunarmöguleikar", "is", "menntunar|möguleikar"),
        ("persónuverndarstefna", "is", "persónu|verndar|stefna"),
        ("samgöngumiðstöðvar", "is", "samgöngu|miðstöðvar"),
        ("hringrásarhverfis", "is", "hringrásar|hverfis"),
        ("sveitarstjórnarkosningarnar", "is", "sveitar|stjórnar|kosningarnar"),
        ("endurvinnslurnar og endurvinnslunnar", "is", "endurvinnslurnar og endurvinnslunnar"),
        ("sjálfbærnimarkmið", "is", "sjálfbærnimarkmið"),
        ("notendaupplifunar", "is", "notendaupplifunar"),
    ],
)
def test_long_words_of_titles_can_be_broken_where_browsers_have_no_patterns(title: str, language: str, shown: str):
    assert formats.hyphenated(title, language).replace("\N{SOFT HYPHEN}", "|") == shown


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_no_time_is_told_in_the_american_way(language: str):
    moment = datetime(2026, 2, 3, 16, 5, tzinfo=ZoneInfo("Atlantic/Reykjavik"))
    for name in ("DATE_FORMAT", "DATETIME_FORMAT", "SHORT_DATE_FORMAT", "SHORT_DATETIME_FORMAT", "TIME_FORMAT"):
        with translation.override(language):
            said = date_format(moment, name)
        assert not re.search(r"[ap]\.m\.|02/03|Feb[.] |árdegi|eftirmiðdegi", said), (name, said)
    assert get_format("FIRST_DAY_OF_WEEK", language) == 1
