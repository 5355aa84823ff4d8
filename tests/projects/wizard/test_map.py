"""The wizard's map: by name, by click, by numbers; and what the draft will look like."""

import re
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from portal.core.forms.gazetteer import find_places
from projects.map.projection import from_map, on_map
from projects.models import CaseStudyPage
from projects.wizard.placing import look_for, marker, nearest, point_of
from tests.partners.world import World
from tests.projects.map.test_map import PLACES
from tests.projects.wizard.test_wizard import answers, walk

PLACE = reverse("projects_wizard", args=["place"])


@pytest.mark.parametrize("place", PLACES)
def test_a_click_where_a_place_is_drawn_gives_that_place(place: str):
    latitude, longitude, country = PLACES[place]
    found = from_map(*on_map(latitude, longitude, country))
    assert found[:2] == pytest.approx((latitude, longitude), abs=1e-9)
    assert (found[2] == "GL") == (country == "GL")


@pytest.mark.parametrize(
    ("typed", "country", "found"),
    [
        ("københavn", "", ["København DK"]),
        ("KOBENHAVN", "", ["København DK"]),
        ("Helsingfors", "FI", ["Helsinki FI"]),
        ("Åbo", "", ["Turku FI"]),
        ("Kárášjohka", "NO", ["Kárášjohka NO"]),
        ("tórshavn", "", ["Tórshavn FO"]),
        ("Godthåb", "", ["Nuuk GL"]),
        ("Reykjavi", "", ["Reykjavík IS"]),
        ("Xyzzy", "", []),
        ("", "", []),
    ],
)
def test_places_are_found_by_any_of_their_names(typed: str, country: str, found: list[str]):
    assert [f"{place.name} {place.country}" for place in find_places(typed, country)] == found


def test_a_name_in_several_countries_is_that_of_the_chosen_country():
    countries = [place.country for place in find_places("Viby")]
    assert {"DK", "SE"} <= set(countries)
    assert {place.country for place in find_places("Viby", "SE")} == {"SE"}


def test_the_return_key_is_no_click_and_a_click_outside_no_place():
    assert look_for({"map.x": "0", "map.y": "0", "country": "DK"}) is None
    assert look_for({"map.x": "abc", "map.y": "-4"}) is None
    assert look_for({"country": "DK", "latitude": "55"}) is None
    assert marker({"latitude": "", "longitude": "1"}) is None
    assert marker({"latitude": "nan", "longitude": "1"}) is None


def test_a_click_says_the_country_and_keeps_what_belongs_to_all():
    x, y = map(round, on_map(60.17, 24.94))
    clicked = {"map.x": str(x), "map.y": str(y)}
    assert look_for({**clicked, "country": "DK"}).values["country"] == "FI"
    assert "country" not in look_for({**clicked, "country": "NORDIC"}).values
    x, y = map(round, on_map(64.18, -51.72, "GL"))
    found = look_for({"map.x": str(x), "map.y": str(y), "country": "DK"}).values
    assert (found["country"], nearest(found["latitude"], found["longitude"], among_greenlands=True).name) == (
        "GL",
        "Nuuk",
    )


def test_a_click_moves_the_marker_and_keeps_what_was_typed(client: Client, world: World):
    client.force_login(world.a.member)
    x, y = map(round, on_map(69.65, 18.96))
    typed = {"country": "DK", "municipality": "Somewhere", "website": "https://example.org/", "start_year": "2019"}
    page = client.post(PLACE, {**typed, "map.x": x, "map.y": y})
    text = page.content.decode()
    assert (page.status_code, "The marker is near Tromsø, Norway" in text) == (200, True)
    assert [text.count(value) > 0 for value in ("https://example.org/", "2019", "Somewhere")] == [True] * 3
    form = page.context["form"]
    assert (form.initial["country"], form.initial["latitude"]) == ("NO", pytest.approx(69.65, abs=0.1))
    picture = client.get(re.search(r'src="([^"]*map\.svg[^"]*)"', text)[1].replace("&amp;", "&"))
    assert f"translate({x} {y})".encode() in picture.content
    again = {
        **typed,
        "country": "NO",
        "latitude": form.initial["latitude"],
        "longitude": form.initial["longitude"],
        "organisation": world.a.organisation.pk,
    }
    assert client.post(PLACE, again).status_code == 302


def test_a_place_is_found_by_its_name_and_chosen_among_several(client: Client, world: World):
    client.force_login(world.a.member)
    page = client.post(PLACE, {"country": "DK", "municipality": "Odense", "find": "1"})
    assert "The marker is near Odense, Denmark" in page.content.decode()
    page = client.post(PLACE, {"country": "FO", "municipality": "Viby", "find": "1"})
    text = page.content.decode()
    assert ("Which of these is it?" in text, page.context["marker"]) == (True, None)
    take = re.search(r'name="take" value="([^"]+ SE)"', text)[1]
    assert client.post(PLACE, {"country": "FO", "municipality": "Viby", "take": take}).context["marker"]["near"].country
    page = client.post(PLACE, {"country": "DK", "municipality": "Xyzzy", "find": "1"})
    assert "No place was found." in page.content.decode()
    assert client.post(PLACE, {"take": "0,0 XX"}).status_code == 200


def test_going_on_without_a_marker_finds_the_municipality(world: World):
    assert point_of("testby", "SE") == (55.5, 10.5), "where another case puts it"
    assert point_of("Umeå", "SE") == pytest.approx((63.83, 20.26), abs=0.01)
    assert point_of("Umeå", "DK") == (None, None)
    assert point_of("Ume", "SE") == (None, None), "a beginning is not enough"


def test_the_map_draws_no_marker_that_nobody_asked_for(client: Client, world: World):
    client.force_login(world.a.member)
    address = reverse("projects_wizard_map")
    plain = client.get(address)
    assert plain["Content-Type"] == "image/svg+xml"
    assert client.get(f"{address}?x=1%22/%3E&y=2").content == plain.content != client.get(f"{address}?x=1&y=2").content


def test_page_card_and_social_card_are_shown_before_anything_is_stored(client: Client, world: World):
    client.force_login(world.a.member)
    preview = {kind: reverse("projects_wizard_preview", args=[kind]) for kind in ("page", "card", "social", "other")}
    assert client.get(preview["page"]).status_code == 404, "nothing is told yet"
    walk(client, answers(world))
    before = CaseStudyPage.objects.count()
    check = client.get(reverse("projects_wizard", args=["check"])).content.decode()
    assert [check.count(preview[kind]) for kind in ("page", "card", "social")] == [2, 2, 2]
    page, card = client.get(preview["page"]).content.decode(), client.get(preview["card"]).content.decode()
    assert ("Delays fell by 40 %" in page, "<h1" in page) == (True, True)
    assert ("Buses that come." in card, world.element.title in card, "Delays fell" in card) == (True, True, False)
    assert Image.open(BytesIO(client.get(preview["social"]).content)).size == (1200, 630)
    assert client.get(preview["other"]).status_code == 404
    assert client.post(preview["page"]).status_code == 405
    assert CaseStudyPage.objects.count() == before
    client.force_login(world.outsider)
    assert client.get(preview["page"]).status_code == 302


def test_the_editor_previews_the_card_too(client: Client, world: World):
    answer = world.a.case.make_preview_request(preview_mode="card")
    assert ('class="card"' in answer.content.decode(), answer.status_code) == (True, 200)


def test_an_unknown_municipality_is_asked_about_beside_its_field(client: Client, world: World):
    client.force_login(world.secretary)
    address = reverse("projects_wizard", args=["place"])
    said = {"country": "Danmark", "municipality": "Atlantis", "latitude": "", "longitude": ""}
    asked = client.post(address, said)
    assert (asked.status_code, "Atlantis" in str(asked.context["form"].errors["municipality"])) == (200, True)
    assert '<input type="hidden" name="unknown" value="Atlantis">' in asked.content.decode()
    assert client.post(address, said | {"latitude": "55,676", "longitude": "12,57"}).status_code == 302
    assert client.post(address, said | {"unknown": "Atlantis"}).status_code == 302
