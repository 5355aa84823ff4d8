"""Countries and time zones: lists, and names in six languages where text comes in."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import translation

from events.models import EventPage
from portal.core.forms.countries import city_of, country_choices, read_country, read_zone, zone_choices, zone_of
from portal.core.forms.numbers import NumberField
from portal.core.forms.places import CountryChoiceField, CountryField
from projects.proposals.forms import ProposalForm
from tests.sites import active_languages, add_event, make_site

NAMES = {
    "DK": ("DK", "dk", "Danmark", "Denmark", "Tanska", "Danmörk", "DANMARK", " danmark "),
    "FI": ("FI", "Suomi", "Finland", "Finnland", "Finla\u00adnd"),
    "IS": ("is", "Ísland", "I\u0301sland", "Islanti", "Iceland", "Island"),
    "NO": ("Norge", "Norway", "Norja", "Noregur", "Noreg"),
    "AX": ("Åland", "A\u030aland", "Ahvenanmaa", "Álandseyjar"),
    "NORDIC": ("NORDIC", "Norden", "Pohjoismaat", "Norðurlönd"),
    "ES": ("ES", "Spanien", "Spania", "Spánn", "Espanja"),
}


def test_countries_are_understood_by_their_names():
    assert {name: read_country(name) for names in NAMES.values() for name in names} == {
        name: code for code, names in NAMES.items() for name in names
    }
    assert (read_country("Atlantis"), read_country(""), read_country("Danmar")) == (None, None, None)


@pytest.mark.parametrize("language", active_languages())
def test_lists_are_in_the_readers_language(language: str):
    with translation.override(language):
        countries, zones = country_choices(), zone_choices()
        assert [code for code, _name in countries[:9]] == ["DK", "FI", "FO", "GL", "IS", "NO", "SE", "AX", "NORDIC"]
        assert all(read_country(name) == code for code, name in countries)
        assert all(read_zone(city_of(zone)) for zone, _name in zones[:8])
        assert dict(countries)["DK"] == {"en": "Denmark", "fi": "Tanska", "is": "Danmörk"}.get(language, "Danmark")


def test_zones_are_understood_by_cities_and_follow_from_the_place():
    for name in (
        "København",
        "Copenhagen",
        "Kaupmannahöfn",
        "Kööpenhamina",
        "Köpenhamn",
        "Danmark",
        "europe/copenhagen",
    ):
        assert read_zone(name) == "Europe/Copenhagen"
    assert (read_zone("Tórshavn"), read_zone("Atlantis")) == ("Atlantic/Faroe", None)
    assert [zone_of("FI"), zone_of("US", "Chicago"), zone_of("EE"), zone_of("", "")] == [
        *("Europe/Helsinki", "America/Chicago", "Europe/Tallinn", "Europe/Oslo"),
    ]


@pytest.mark.django_db
def test_forms_take_names_and_keep_what_they_do_not_know():
    field = CountryChoiceField(choices=country_choices())
    assert field.clean("Suomi") == "FI"
    with pytest.raises(ValidationError, match="Atlantis"):
        field.clean("Atlantis")
    assert '<option value="Atlantis" selected>Atlantis</option>' in field.widget.render("country", "Atlantis")
    form = ProposalForm({"country": "Danmark"}, language="da")
    assert (form.is_valid(), form.cleaned_data["country"]) == (False, "DK")


def test_models_take_names_wherever_they_are_cleaned():
    for model in (EventPage, *(m for m in apps.get_models() if hasattr(m, "country_name") and m is not EventPage)):
        field = model._meta.get_field("country")
        assert isinstance(field, CountryField)
        assert field.clean("Tanska", None) == "DK"
        with pytest.raises(ValidationError):
            field.clean("Atlantis", None)


@pytest.mark.django_db
def test_an_event_takes_names_and_the_clock_of_its_country():
    make_site("en")
    page = add_event(country="Suomi", city="Helsinki", timezone="")
    assert (page.country, page.timezone) == ("FI", "Europe/Helsinki")
    assert add_event(country="DK", timezone="Kööpenhamina").timezone == "Europe/Copenhagen"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("55,676", 55.676),
        ("55.676", 55.676),
        ("55,676°", 55.676),
        ("12,57° Ø", 12.57),
        ("−21,9", -21.9),
        ("21,9 W", -21.9),
    ],
)
def test_numbers_are_read_with_a_decimal_comma(text: str, number: float):
    assert NumberField().clean(text) == number
