"""The public interface: its shape, its strictness, its description."""

import re
from typing import Any

import pytest
from django.test import Client

from search.engines.base import FACETS
from search.query.filters import FACET_TYPES

pytestmark = pytest.mark.django_db


@pytest.mark.sqlite
def test_answer_has_the_documented_shape(client: Client, portal) -> None:
    response = client.get("/api/v1/search/?q=ploughs&locale=en&kind=case_study")
    assert response["Access-Control-Allow-Origin"] == "*"
    data = response.json()
    engine = data.pop("engine")
    assert engine in {"sqlite", "postgresql"}
    assert data == {
        "query": "ploughs",
        "locale": "en",
        "total": 1,
        "more": False,
        "step": "all_words",
        "corrected": None,
        "left_out": [],
        "looked_for": None,
        "degraded": False,
        "translations": [],
        "model": None,
        "facets": {
            "kind": {"case_study": 1},
            "country": {"NO": 1},
            "element": {"shared-sleds": 1},
            "partner": {"husky-institute": 1},
            "year": {"2019": 1},
            "size": {"small": 1},
            "language": {"en": 1},
        },
        "results": [
            {
                "kind": "case_study",
                "slug": "snow-in-time",
                "locale": "en",
                "title": "Snow in time",
                "url": "/en/projects/snow-in-time/",
                "summary": "Ploughs know where the snow falls.",
                "highlight": "<mark>Ploughs</mark> know where the snow falls. Too much snow. <mark>Ploughs</mark> that "
                "talk. Clear roads.",
                "question": None,
                "by_meaning": False,
            }
        ],
    }


@pytest.mark.sqlite
def test_pages_follow_one_another(client: Client, portal) -> None:
    def slugs(page: int) -> list[str]:
        answer = client.get(f"/api/v1/search/?kind=case_study&locale=en&page_size=2&page={page}").json()
        assert answer["total"] == 3
        return [result["slug"] for result in answer["results"]]

    assert [slugs(1), slugs(2), slugs(3)] == [["testila", "bycykler"], ["snow-in-time"], []]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("locale=xx", "locale"),
        ("kind=animal", "kind"),
        ("country=Denmark", "country"),
        ("year=20", "year"),
        ("page=0", "page"),
        ("page=x", "page"),
        ("page=1001", "page"),
        ("page_size=101", "page_size"),
        ("page_size=-1", "page_size"),
        ("sort=random", "sort"),
        ("exact=yes", "exact"),
        ("colour=red", "colour"),
        ("q=" + "a" * 401, "q"),
    ],
)
def test_bad_parameters_are_named(client: Client, portal, query: str, parameter: str) -> None:
    response = client.get(f"/api/v1/search/?{query}")
    assert response.status_code == 400
    assert response.json()["error"]["parameter"] == parameter
    assert response.json()["error"]["message"].endswith(".")


def described(client: Client) -> dict[str, Any]:
    """The operation of the search in the OpenAPI description."""
    return client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/search/"]["get"]


def assert_described(value: object, schema: dict[str, Any]) -> None:
    """A value has the type, the values and all the properties that its schema says, and no others."""
    kinds = {"string": str, "integer": int, "boolean": bool, "null": type(None), "object": dict, "array": list}
    names = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    assert type(value) in {kinds[name] for name in names}
    assert value in schema.get("enum", [value])
    if isinstance(value, list):
        for one in value:
            assert_described(one, schema["items"])
    elif isinstance(value, dict):
        if "properties" in schema:
            assert set(value) == set(schema["properties"]) == set(schema["required"])
        for name, one in value.items():
            assert_described(one, schema.get("properties", {}).get(name) or schema["additionalProperties"])


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "query",
    ["q=snow", "q=how+can+we+clear+snwo", "q=", "q=%2E%2E", "kind=case_study&locale=fi", "page=x"],
)
def test_answers_are_as_described(client: Client, portal, query: str) -> None:
    response = client.get(f"/api/v1/search/?{query}")
    schema = described(client)["responses"][str(response.status_code)]["content"]["application/json"]["schema"]
    assert_described(response.json(), schema)


def refused(client: Client, name: str, value: str) -> bool:
    """Whether the interface refuses a value, naming the parameter."""
    response = client.get("/api/v1/search/", {name: value})
    assert response.status_code == 200 or response.json()["error"]["parameter"] == name
    return response.status_code == 400


def test_parameters_are_read_as_described(client: Client, portal) -> None:
    described_parameters = {one["name"]: one["schema"] for one in described(client)["parameters"]}
    assert {"q", "locale", "page", "page_size", "sort", "exact", *FACETS} == set(described_parameters)
    for name, schema in described_parameters.items():
        one = schema.get("items", schema)
        if "enum" in one:
            assert not any(refused(client, name, value) for value in one["enum"])
            assert refused(client, name, "none-of-them")
        if "pattern" in one:
            assert re.search(one["pattern"], "--") is None
            assert refused(client, name, "--")
        if "maxLength" in one:
            assert not refused(client, name, "a" * one["maxLength"])
            assert refused(client, name, "a" * (one["maxLength"] + 1))
        if "maximum" in one:
            assert refused(client, name, str(one["minimum"] - 1))
            assert refused(client, name, str(one["maximum"] + 1))
    for name, schema in described_parameters.items():
        if "default" in schema:
            given = client.get("/api/v1/search/", {"q": "snow", name: schema["default"]}).json()
            assert given == client.get("/api/v1/search/?q=snow").json()


def test_the_first_language_of_the_portal_is_the_default(client: Client, portal, settings) -> None:
    settings.LANGUAGES = [("da", "Dansk"), ("en", "English")]
    (schema,) = [one["schema"] for one in described(client)["parameters"] if one["name"] == "locale"]
    assert schema["default"] == "da"
    assert client.get("/api/v1/search/?q=snow").json()["locale"] == "da"


@pytest.mark.parametrize(
    ("facet", "known", "unknown"),
    [
        ("country", ["DK", "NORDIC", "ES"], ["dk", "DNK", "D1", "DK\n", "ＤＫ"]),
        ("year", ["2019"], ["19", "20199", "2０19", "2019\n"]),
        ("element", ["shared-sleds", "a", "-a", "A1"], ["-", "", "ø", "a b", "a" * 121, "a\n"]),
        ("kind", ["event"], ["Event", ""]),
    ],
)
def test_what_values_of_facets_look_like(facet: str, known: list[str], unknown: list[str]) -> None:
    assert [value for value in (*known, *unknown) if FACET_TYPES[facet].is_known(value)] == known


def test_only_reading_is_allowed(client: Client, portal) -> None:
    assert client.post("/api/v1/search/").status_code == 405
    assert client.get("/en/search/chosen/").status_code == 405


@pytest.mark.sqlite
def test_browsers_get_a_description_and_suggestions(client: Client, portal) -> None:
    description = client.get("/da/search/opensearch.xml")
    assert description["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    assert 'template="http://testserver/da/search/?q={searchTerms}"' in description.content.decode()
    short = re.search("<ShortName>(.*)</ShortName>", description.content.decode())
    assert short
    assert 0 < len(short[1]) <= 16
    assert client.get("/da/search/opensearch-suggestions/?q=bycy").json() == ["bycy", ["Bycykler i Prøveby"]]


@pytest.mark.sqlite
def test_suggestions_are_grouped(client: Client, portal) -> None:
    groups = client.get("/en/search/suggestions/?q=s").json()["groups"]
    assert groups == []
    groups = client.get("/en/search/suggestions/?q=sh").json()["groups"]
    assert groups == [
        {
            "label": "Elements",
            "items": [{"text": "Shared sleds", "language": "en", "url": "/en/model/shared-sleds/"}],
        }
    ]
    terms = client.get("/da/search/suggestions/?q=affal").json()["groups"]
    assert terms == [
        {
            "label": "Termer",
            "items": [{"text": "affaldssortering", "language": "da", "url": "/da/search/?q=affaldssortering"}],
        }
    ]


@pytest.mark.sqlite
def test_readyz_names_the_engine(client: Client, portal) -> None:
    from django.db import connection

    assert client.get("/readyz").json()["search"] == f"{connection.vendor}: ok"
