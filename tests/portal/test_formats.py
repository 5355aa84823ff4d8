"""Dates as each language writes them."""

from datetime import date

import pytest

from portal.formats import full_date


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Monday, 16 November 2020"),
        ("da", "mandag den 16. november 2020"),
        ("nb", "mandag 16. november 2020"),
        ("sv", "måndag 16 november 2020"),
        ("fi", "maanantai 16. marraskuuta 2020"),
        ("is", "mánudagur, 16. nóvember 2020"),
    ],
)
def test_full_date_is_written_as_the_language_does(language: str, text: str) -> None:
    assert full_date(date(2020, 11, 16), language) == text
