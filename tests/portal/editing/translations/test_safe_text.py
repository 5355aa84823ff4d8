"""What a translator types cannot bring elements along that the original does not have."""

import pytest
from wagtail_localize.models import StringTranslation

from portal.editing.translations.safe_text import only_known_elements
from tests.partners.world import make_world, translate_page

ORIGINAL = 'Read <a id="a1">the report</a> of <b>2020</b>.'


@pytest.mark.parametrize(
    "translation",
    [
        'Læs <a id="a1">rapporten</a> fra <b>2020</b>.',
        'Læs <i>nu</i> <a id="a1">rapporten</a>.<br/>2020',
        "1 < 2 & 3",
        "Læs rapporten.",
    ],
)
def test_elements_of_the_original_and_emphasis_stay(translation: str):
    assert only_known_elements(ORIGINAL, translation) == translation


@pytest.mark.parametrize(
    ("translation", "kept"),
    [
        ("Læs<script>alert(1)</script> den", "Læs den"),
        ('<img src="x" onerror="alert(1)">Læs', "Læs"),
        ('<a id="a1" onclick="alert(1)">Læs</a>', "Læs"),
        ('<a href="javascript:alert(1)">Læs</a>', "Læs"),
        ('<b onmouseover="alert(1)">Læs</b>', "Læs"),
        ("<svg><style><img src=x onerror=alert(1)></style></svg>Læs", "Læs"),
        ("<!-- <script> -->Læs", "Læs"),
        ("<iframe><b>Læs</b></iframe>", "<b>Læs</b>"),
    ],
)
def test_anything_else_goes_and_its_text_stays(translation: str, kept: str):
    assert only_known_elements(ORIGINAL, translation) == kept


def test_what_becomes_an_element_by_taking_one_away_is_text():
    cleaned = only_known_elements(ORIGINAL, "<<x>script>alert(1)</script>")

    assert "<script" not in cleaned


@pytest.mark.django_db
def test_a_translation_is_stored_without_what_its_original_lacks():
    translate_page(make_world().a.case, "da", {"summary": "Kort."})
    row = StringTranslation.objects.get(data="Kort.")

    row.data = 'Kort.<img src="x" onerror="alert(1)">'
    row.save()

    row.refresh_from_db()
    assert row.data == "Kort."
