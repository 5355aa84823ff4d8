"""Covers are always the same for the same thing, small, and served only at addresses that the portal made."""

import gzip
import json

import pytest
from django.urls import reverse

from portal.core.pictures.covers import Cover, cover_svg, layers_of
from portal.core.pictures.landscapes import LANDSCAPES
from portal.editing.content.importer import DATA

EXAMPLE = Cover("test-town", "IS", (2, 7, 4), "medium")


def test_cover_name_holds_all_parameters_and_leads_back_to_the_cover():
    assert EXAMPLE.name.startswith("test-town.IS.medium.2-7-4.")
    assert Cover.from_name(EXAMPLE.name) == EXAMPLE
    assert Cover.from_name(Cover("alone").name) == Cover("alone")


@pytest.mark.parametrize(
    "name",
    ["", "x", "test-town.IS.medium.2-7-4.0000000000.svg", "test-town.IS.medium.2-7-x.0000000000.svg", "a.b.c.d.e.f.g"],
)
def test_cover_of_an_invented_name_does_not_exist(name):
    assert Cover.from_name(name) is None


def test_cover_drawn_twice_is_the_same():
    cover_svg.cache_clear()
    first = cover_svg(EXAMPLE)
    cover_svg.cache_clear()

    assert cover_svg(EXAMPLE) == first


@pytest.mark.parametrize("country", [*LANDSCAPES, "NORDIC", ""])
@pytest.mark.parametrize("elements", [(), (1,), (3, 5), (6, 1, 2), (1, 2, 3, 4), (1, 2, 3, 4, 5, 6, 7), (12,)])
def test_cover_has_one_stone_per_element_in_every_country(country, elements):
    layers = layers_of(Cover("test-town", country, elements, "large"))

    assert sum(layer.sign for layer in layers) == len(elements)


def test_covers_of_the_initial_case_studies_are_different_and_under_2_kb():
    elements = [record["slug"] for record in sorted(read("elements"), key=lambda record: record["order"])]
    covers = [
        Cover(
            case["slug"],
            case["country"],
            tuple(elements.index(e) + 1 for e in case["elements"]),
            case["size_band"] or "",
        )
        for case in read("case_studies")
    ]
    drawn = [cover_svg(cover) for cover in covers]

    assert len(set(drawn)) == len(drawn) == 40
    assert max(len(gzip.compress(svg.encode())) for svg in drawn) < 2048


def read(name: str) -> list:
    return json.loads((DATA / f"{name}.json").read_text())


def test_cover_is_served_for_ever(client):
    response = client.get(reverse("pictures:cover", args=[EXAMPLE.name]))

    assert response.status_code == 200
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.content.decode() == cover_svg(EXAMPLE)


@pytest.mark.django_db
def test_cover_address_that_was_never_given_is_not_found(client):
    assert client.get(reverse("pictures:cover", args=["a.b.c.1.0000000000.svg"])).status_code == 404
