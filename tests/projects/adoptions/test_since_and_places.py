"""Reading since when and where, as people type it."""

import unicodedata
from datetime import date

import pytest

from projects.adoptions.places import place_called, places_like
from projects.adoptions.since import NotUnderstoodError, read_since

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("2024", (2024, None)),
        ("siden 2019", (2019, None)),
        ("8/2024", (2024, 8)),
        ("2024-08", (2024, 8)),
        ("1.8.2024", (2024, 8)),
        ("2024-08-01", (2024, 8)),
        ("August 2024", (2024, 8)),
        ("elokuussa 2024", (2024, 8)),
        ("ágúst 2024", (2024, 8)),
        (unicodedata.normalize("NFD", "Ágúst 2024"), (2024, 8)),
        ("mars 2025", (2025, 3)),
        ("nov. 2026", (2026, 11)),
    ],
)
def test_a_year_and_a_month_are_understood(typed, understood):
    assert read_since(typed, TODAY) == understood


@pytest.mark.parametrize("typed", ["", "last year", "24", "13/2024", "1812", "2027", "12/2026", "2020–2024", "99999"])
def test_what_is_no_time_or_still_to_come_is_refused(typed):
    with pytest.raises(NotUnderstoodError):
        read_since(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("Åfjord", "NO"),
        ("Jyväskylä", "FI"),
        ("Jyväskylän kaupunki", "FI"),
        ("ÅFJORD KOMMUNE", "NO"),
        ("Tórshavn", "FO"),
    ],
)
def test_a_place_is_found_however_its_letters_are_put_together(typed, country):
    for form in ("NFC", "NFD"):
        place = place_called(unicodedata.normalize(form, typed), country)
        if typed.startswith("Jyväskylän"):
            assert place is None, "a genitive is not known; its author is asked"
        else:
            assert place
            assert place.country == country


def test_a_place_of_another_country_is_only_proposed():
    assert place_called("Jyväskylä", "SE") is None
    assert [place.country for place in places_like("Jyväskylä", "SE")] == ["FI"]
