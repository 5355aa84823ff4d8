"""The template tags that say where links lead and in which language a text is."""

from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.test import RequestFactory
from django.utils import translation
from wagtail.models import PageViewRestriction

from portal.core.enums import place_label
from portal.core.models.frame import frame_for
from portal.core.pictures.covers import Cover
from portal.core.templatetags import portal_tags as tags
from projects.models import CaseLibraryPage
from tests.sites import add_case, add_standard, make_site


def context(path: str, **values):
    return {"request": RequestFactory().get(path), **values}


@pytest.mark.django_db
def test_language_choices_lead_to_versions_and_say_where_there_is_none():
    make_site("en", "fi")
    page = add_standard("fi", slug="tietoa")
    with translation.override("fi"):
        choices = {choice["code"]: choice for choice in tags.language_choices(context(page.url_path, page=page))}

    assert (choices["fi"]["url"], choices["fi"]["current"], choices["fi"]["translated"]) == ("/fi/tietoa/", True, True)
    assert (choices["en"]["url"], choices["en"]["translated"]) == ("/en/", False)
    assert choices["en"]["note"] == "Not translated: leads to the home page"


@pytest.mark.django_db
def test_language_choices_of_an_untranslated_page_lead_to_it_in_the_frame_of_each_language():
    make_site("en", "fi", "is")
    page = add_case("en")
    with translation.override("en"):
        shown = context(f"{page.url_path}?from=map", page=page, frame=frame_for("en"))
        choices = {choice["code"]: choice for choice in tags.language_choices(shown)}

    slug = page.slug
    assert (choices["fi"]["url"], choices["fi"]["translated"]) == (f"/fi/projects/{slug}/?from=map", False)
    assert (choices["is"]["url"], choices["en"]["note"]) == (f"/is/projects/{slug}/?from=map", "")


@pytest.mark.django_db
def test_language_choices_of_a_private_page_lead_to_its_section_and_say_so_to_its_readers():
    make_site("en", "fi", "is")
    page = add_case("en")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    with translation.override("en"):
        shown = context(page.url_path, page=page, frame=frame_for("en"))
        choices = {choice["code"]: choice for choice in tags.language_choices(shown)}

    assert (choices["fi"]["url"], choices["fi"]["note"]) == ("/fi/projects/", "Ei käännetty: vie sivulle ”Projects fi”")
    assert (choices["is"]["url"], choices["is"]["note"]) == ("/is/projects/", "Óþýtt: leiðir á „Projects is“")
    assert choices["en"]["note"] == ""


@pytest.mark.django_db
def test_language_choices_keep_what_was_asked_of_a_list():
    make_site("en", "fi")
    library = CaseLibraryPage.objects.get(locale__language_code="en")
    with translation.override("en"):
        choices = tags.language_choices(context("/en/projects/?country=NO&view=map", page=library))

    assert [choice["url"] for choice in choices[:1]] == ["/en/projects/?country=NO&view=map"]
    assert "/fi/projects/?country=NO&view=map" in [choice["url"] for choice in choices]


@pytest.mark.django_db
def test_alternates_name_every_version_and_a_default():
    make_site("en", "fi")
    page = add_standard("en", slug="about-us")
    add_standard("fi", of=page, slug="about-us")

    assert tags.alternates(page) == [
        ("en", "http://testserver/en/about-us/"),
        ("fi", "http://testserver/fi/about-us/"),
        ("x-default", "http://testserver/en/about-us/"),
    ]


def test_foreign_texts_are_marked_and_own_ones_are_not():
    with translation.override("sv"):
        assert tags.language_of("sv") == ""
        assert tags.language_of("fi", True) == ' lang="fi" hreflang="fi"'
        assert (tags.foreign("fi"), tags.foreign("sv")) == ("Suomi", "")


def test_page_numbers_leave_out_the_far_ones():
    assert tags.page_numbers(Paginator(range(200), 10).page(10)) == [1, None, 9, 10, 11, None, 20]


@pytest.mark.parametrize(
    ("path", "number", "expected"),
    [
        ("/en/projects/?country=FI&page=3", 2, "?country=FI&page=2"),
        ("/en/projects/?country=FI&page=3", 1, "?country=FI"),
        ("/en/projects/?page=3", 1, "/en/projects/"),
    ],
)
def test_page_address_keeps_the_other_parameters(path, number, expected):
    assert tags.page_number_url(context(path), number) == expected


def test_bare_address_is_what_people_write():
    assert tags.bare_url("https://www.example.org/a/b/") == "example.org/a/b"
    assert tags.bare_url("https://example.org/a/b/", True) == "example.org"


def test_cover_address_follows_what_the_thing_is():
    thing = SimpleNamespace(cover=Cover("test-town", "FI", (3, 1), "small", ("key",)))

    assert tags.cover_url(thing).startswith("/pictures/covers/test-town.FI.small.3-1.key.0.")


@pytest.mark.parametrize(
    ("city", "country", "name"),
    [
        ("Copenhagen", "DK", "Kööpenhamina, Tanska"),
        ("Oslo", "NORDIC", "Oslo"),
        ("", "NORDIC", "Pohjoismaat"),
        ("Vejle", "", "Vejle"),
        ("", "", ""),
    ],
)
def test_place_is_named_in_the_readers_language_and_once(city, country, name):
    with translation.override("fi"):
        assert place_label(city, country) == name
