"""Numbers of the original that a translation lacks, in the ways in which languages write them."""

import pytest

from portal.editing.translations.figures import missing_numbers


@pytest.mark.parametrize(
    ("original", "translation"),
    [
        ("3.5 of 17,000 people", "3,5 af 17 000 mennesker"),
        ("17 000 asukasta", "17.000 indbyggere"),
        ("at 13:00 on 16 November 2020", "kl. 13.00 den 16. november 2020"),
        ("from 9:30", "klo 9.30"),
        ("two of 5 towns in 2020", "kaksi viidestä kunnasta vuonna 2020"),
        ("in 2020 500 answers", "500 svar i 2020"),
        ("<b>71</b>&nbsp;%", "71 %"),
        ("16.11.2020", "2020-11-16"),
        ("no figure", "4 figures"),
    ],
)
def test_the_same_number_in_another_language(original: str, translation: str):
    assert missing_numbers(original, translation) == ""


@pytest.mark.parametrize(
    ("original", "translation", "number"),
    [
        ("17 % of them", "71 % af dem", "17"),
        ("3 % of them", "8 % af dem", "3"),
        ("1.5 million", "15 millioner", "1.5"),
        ("17,000 people", "1 700 mennesker", "17,000"),
        ("in 2020", "sidste år", "2020"),
    ],
)
def test_a_number_that_is_lost(original: str, translation: str, number: str):
    assert missing_numbers(original, translation) == f"The number {number} is missing."
