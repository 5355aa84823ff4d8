import pytest
from django.test import RequestFactory
from django.utils import translation
from wagtail.models import Locale

from portal.core.i18n import locales
from portal.core.i18n.exonyms import EXONYMS, name_of_place
from portal.core.i18n.languages import LANGUAGES, reading_order
from portal.core.i18n.locales import best_versions, country_name, visitor_language
from projects.models import CaseStudyPage
from tests.sites import add_case, make_site


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("sv", "sv"),
        ("da;q=0.3, fi;q=0.9", "fi"),
        ("nn-NO, en;q=0.5", "nb"),
        ("no", "nb"),
        ("fo", "da"),
        ("kl-GL", "da"),
        ("se", "nb"),
        ("de-DE, is;q=0.4", "is"),
        ("de", "en"),
        ("*", "en"),
        ("x" * 5000, "en"),
        (";;;,,,=q", "en"),
    ],
)
def test_visitor_language_is_the_best_of_accept_language(header: str, language: str):
    request = RequestFactory().get("/", headers={"accept-language": header})

    assert visitor_language(request) == language


@pytest.mark.parametrize("code", LANGUAGES)
def test_reading_order_holds_every_language_once_and_own_first(code: str):
    order = reading_order(code)

    assert order[0] == code
    assert sorted(order) == sorted(LANGUAGES)


@pytest.mark.django_db
def test_best_versions_lists_each_thing_once_in_the_language_the_reader_knows_best():
    make_site("en", "da", "fi")
    both = add_case("en", slug="both")
    danish_twin = add_case("da", of=both, slug="both")
    finnish = add_case("fi", slug="only-finnish")

    shown = {
        language: set(best_versions(CaseStudyPage.objects.all(), language).values_list("pk", flat=True))
        for language in ("en", "da", "nb", "fi")
    }

    assert shown == {
        "en": {both.pk, finnish.pk},
        "da": {danish_twin.pk, finnish.pk},
        "nb": {danish_twin.pk, finnish.pk},
        "fi": {both.pk, finnish.pk},
    }


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("DK", "fi", "Tanska"),
        ("IS", "is", "Ísland"),
        ("AX", "sv", "Åland"),
        ("ES", "da", "Spanien"),
        ("??", "en", "??"),
    ],
)
def test_country_name_is_in_the_readers_language(code: str, language: str, name: str):
    assert country_name(code, language) == name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Copenhagen", "Kööpenhamina"),
        ("Ko\u0308penhamn", "Kööpenhamina"),
        ("Gautaborg", "Göteborg"),
        ("Reykjavíkurborg", "Reykjavík"),
        ("Reykjavík", "Reykjavík"),
        ("Stavanger", "Stavanger"),
        ("Þorpsbær", "Þorpsbær"),
        ("", ""),
    ],
)
def test_name_of_a_place_is_in_the_readers_language(name: str, shown: str):
    with translation.override("fi"):
        assert name_of_place(name) == shown


def test_names_of_places_are_in_languages_of_the_portal_and_lead_to_one_place():
    assert {code for names in EXONYMS.values() for code in names} <= set(LANGUAGES)
    for own, names in EXONYMS.items():
        assert {name_of_place(name, "en") for name in (own, *names.values())} - {"Reykjavík", "Þórshöfn"} <= {
            names.get("en", own)
        }


@pytest.mark.django_db
def test_a_process_that_looked_too_early_finds_the_languages_loaded_by_another(monkeypatch):
    locales.forget_locales()
    assert set(locales.locale_ids()) == {"en"}
    # As another process does it: no signal reaches this one.
    Locale.objects.bulk_create([Locale(language_code="da")])
    assert "da" not in locales.locale_ids()

    later = locales.monotonic() + locales.LOOK_AGAIN + 1
    monkeypatch.setattr(locales, "monotonic", lambda: later)

    assert "da" in locales.locale_ids()
    assert "da" in locales.locale_codes().values()


def test_a_name_that_two_places_bear_is_left_as_it_was_typed():
    assert name_of_place("Þórshöfn", "en") == "Þórshöfn"
    assert name_of_place("Tórshavn", "is") == "Þórshöfn"
