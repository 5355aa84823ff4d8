import json
import re

import pytest
from django.test import Client

from events.dialogue.models import Occasion
from tests.sites import add_case, add_consultation, add_event, add_partner, add_report, make_site

pytestmark = pytest.mark.django_db


def items(client: Client, path: str) -> dict[str, dict]:
    """The JSON-LD items of a page by type."""
    blocks = re.findall(
        r'<script[^>]*type="application/ld\+json"[^>]*>(.*?)</script>', client.get(path).content.decode(), re.DOTALL
    )
    return {item["@type"]: item for block in blocks for item in json.loads(block)}


@pytest.mark.parametrize(
    ("fields", "start", "end"),
    [
        ({}, "2020-11-16T13:00:00+01:00", "2020-11-16T15:30:00+01:00"),
        (
            {"precision": "day", "start_time": None, "end_time": None, "end_date": "2020-11-18"},
            "2020-11-16",
            "2020-11-18",
        ),
        ({"precision": "month", "start_time": None, "end_time": None}, "2020-11", "2020-11"),
    ],
    ids=["minute", "day", "month"],
)
def test_an_event_tells_its_time_as_exactly_as_it_is_known(client: Client, fields: dict, start: str, end: str):
    from datetime import date

    make_site("en")
    if "end_date" in fields:
        fields = {**fields, "end_date": date.fromisoformat(fields["end_date"])}
    event = add_event(**fields)

    item = items(client, event.url_path)["Event"]

    assert (item["startDate"], item["endDate"]) == (start, end)


def test_a_cancelled_event_says_so(client: Client):
    make_site("en")
    event = add_event(cancelled=True)

    assert items(client, event.url_path)["Event"]["eventStatus"] == "https://schema.org/EventCancelled"


def test_a_case_is_an_article_with_its_place(client: Client):
    make_site("en")
    case = add_case(title="</script><b>Case</b>", municipality="Testby")

    found = items(client, case.url_path)

    assert found["Article"]["headline"] == "</script><b>Case</b>"
    assert found["Article"]["contentLocation"]["geo"] == {
        "@type": "GeoCoordinates",
        "latitude": 55.5,
        "longitude": 10.5,
    }
    assert [i["name"] for i in found["BreadcrumbList"]["itemListElement"]][-2:] == [
        "Projects en",
        "</script><b>Case</b>",
    ]


def test_a_partner_is_an_organisation(client: Client):
    make_site("en")
    partner = add_partner(title="Testland Council", website="https://council.test.example/", founded_year=1999)

    item = items(client, partner.url_path)["Organization"]

    assert (item["name"], item["sameAs"], item["foundingDate"]) == (
        "Testland Council",
        "https://council.test.example/",
        "1999",
    )


def test_a_report_names_the_occasion_and_a_consultation_its_questions(client: Client):
    make_site("en")
    consultation = add_consultation(title="Hvað vantar?", asks=["Hvad mangler på øen?"])
    report = add_report(occasion=Occasion.objects.get(page_key=consultation.translation_key))

    asked = items(client, consultation.url_path)["WebPage"]
    told = items(client, report.url_path)["Report"]

    assert asked["mainEntity"] == [{"@type": "Question", "name": "Hvad mangler på øen?"}]
    assert told["about"] == {
        "@type": "Thing",
        "name": "Hvað vantar?",
        "url": f"http://testserver{consultation.url_path}",
    }
