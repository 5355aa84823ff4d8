"""Covers are always the same for the same thing, small, and served only at addresses that the portal made."""

import gzip
import json
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise

import pytest
from django.urls import reverse

from portal.core.pictures.covers import Cover, cover_svg, layers_of, turned
from portal.core.pictures.landscapes import LANDSCAPES
from portal.core.pictures.motifs import MOTIFS
from portal.editing.content.importer import DATA

EXAMPLE = Cover("test-town", "IS", (2, 7, 4), "medium", ("harbour", "table"), 1)


def test_cover_name_holds_all_parameters_and_leads_back_to_the_cover():
    assert EXAMPLE.name.startswith("test-town.IS.medium.2-7-4.harbour-table.1.")
    assert Cover.from_name(EXAMPLE.name) == EXAMPLE
    assert Cover.from_name(Cover("alone").name) == Cover("alone")


@pytest.mark.parametrize(
    "name",
    [
        *("", "x", "a.b.c.d.e.f.g.h", "test-town.IS.medium.2-7-4.harbour-table.1.0000000000.svg"),
        *("test-town.IS.medium.2-7-x.x.0.0000000000.svg", "test-town.IS.medium.1.dragon.0.0000000000.svg"),
        *("test-town.IS.medium.1.table.9.0000000000.svg", "test-town.IS.medium.1.table.0.000000000.0.svg"),
    ],
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


@pytest.mark.parametrize("motif", MOTIFS)
def test_cover_of_a_subject_shows_it_and_signs_with_a_small_cairn(motif):
    cover = Cover("test-town", "FI", (3, 5), "large", (motif,))
    shown = [layer for layer in layers_of(cover) if layer.scale > 0.9]
    paths = [path for _role, path in MOTIFS[motif]()]

    assert [layer.path for layer in shown if layer.path in paths] == paths
    assert not any(layer.sign for layer in layers_of(cover))
    assert {layer.fill for layer in layers_of(cover)} >= {"tile3", "tile5", "lichen"}


def test_covers_of_the_initial_case_studies_are_different_and_under_2_kb():
    drawn = [cover_svg(cover) for cover in initial_covers()]

    assert len(set(drawn)) == len(drawn) == 40
    assert max(len(gzip.compress(svg.encode())) for svg in drawn) < 2048


def test_neighbours_in_a_list_never_share_framing_and_hour():
    covers = turned(initial_covers() * 2)

    assert [replace(cover, turn=0) for cover in covers] == initial_covers() * 2
    assert not any((one.framing, one.hour) == (two.framing, two.hour) for one, two in pairwise(covers))


def test_picture_has_the_colours_of_the_night_for_dark_pages():
    light, _media, dark = cover_svg(EXAMPLE).partition("@media(prefers-color-scheme:dark)")
    sky = EXAMPLE.colours["sky"]

    assert sky[0] in light
    assert sky[1] in dark
    assert sum(bytes.fromhex(sky[1][1:])) < 200 < sum(bytes.fromhex(sky[0][1:]))


def initial_covers() -> list[Cover]:
    """Covers of the initial cases with two motifs each, which is the most that is drawn."""
    elements = [record["slug"] for record in sorted(read("elements"), key=lambda record: record["order"])]
    names = list(MOTIFS)
    return [
        Cover(
            case["slug"],
            case["country"],
            tuple(elements.index(e) + 1 for e in case["elements"]),
            case["size_band"] or "",
            (names[number % 14], names[(number * 5 + 3) % 14]) if number % 3 else (names[number % 14],),
        )
        for number, case in enumerate(read("case_studies"))
    ]


def read(name: str) -> list:
    return json.loads((DATA / f"{name}.json").read_text())


def test_cover_is_served_for_ever(client):
    response = client.get(reverse("pictures:cover", args=[EXAMPLE.name]))

    assert response.status_code == 200
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.content.decode() == cover_svg(EXAMPLE)
    style = cover_svg(EXAMPLE).partition("<style>")[2].partition("</style>")[0]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in response["Content-Security-Policy"]


@pytest.mark.django_db
def test_cover_address_that_was_never_given_is_not_found(client):
    assert client.get(reverse("pictures:cover", args=["a.b.c.1.x.0.0000000000.svg"])).status_code == 404
