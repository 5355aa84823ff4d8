"""The public interface: its shape, its strictness, its description."""

import re

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


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
        "step": "all_words",
        "corrected": None,
        "degraded": False,
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
            }
        ],
    }


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


def test_description_names_every_parameter_and_field(client: Client, portal) -> None:
    from search.public.api import PARAMETERS

    description = client.get("/api/v1/openapi.json").json()
    operation = description["paths"]["/api/v1/search/"]["get"]
    assert {parameter["name"] for parameter in operation["parameters"]} == PARAMETERS
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    answer = client.get("/api/v1/search/?q=snow").json()
    assert set(schema["required"]) == set(answer)
    assert set(schema["properties"]["results"]["items"]["required"]) == set(answer["results"][0])


def test_only_reading_is_allowed(client: Client, portal) -> None:
    assert client.post("/api/v1/search/").status_code == 405
    assert client.get("/en/search/chosen/").status_code == 405


def test_browsers_get_a_description_and_suggestions(client: Client, portal) -> None:
    description = client.get("/da/search/opensearch.xml")
    assert description["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    assert 'template="http://testserver/da/search/?q={searchTerms}"' in description.content.decode()
    short = re.search("<ShortName>(.*)</ShortName>", description.content.decode())
    assert short
    assert 0 < len(short[1]) <= 16
    assert client.get("/da/search/opensearch-suggestions/?q=bycy").json() == ["bycy", ["Bycykler i Prøveby"]]


def test_suggestions_are_grouped(client: Client, portal) -> None:
    groups = client.get("/en/search/suggestions/?q=s").json()["groups"]
    assert groups == []
    groups = client.get("/en/search/suggestions/?q=sh").json()["groups"]
    assert groups == [
        {
            "label": "Elements",
            "items": [{"text": "Shared sleds", "language": "en", "url": "/en/elements/shared-sleds/"}],
        }
    ]
    terms = client.get("/da/search/suggestions/?q=affal").json()["groups"]
    assert terms == [
        {
            "label": "Termer",
            "items": [{"text": "affaldssortering", "language": "da", "url": "/da/search/?q=affaldssortering"}],
        }
    ]


def test_readyz_names_the_engine(client: Client, portal) -> None:
    from django.db import connection

    assert client.get("/readyz").json()["search"] == f"{connection.vendor}: ok"
