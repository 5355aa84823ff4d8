"""Occasions and contributions for other programs: JSON, files and the feed."""

import csv
import io
import json
import zipfile
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from events.dialogue.enums import ContributionState, Quoting
from events.dialogue.models import Occasion
from tests.events.dialogue.factories import (
    make_contribution,
    make_occasion,
    make_participant,
    make_question,
    make_theme,
    react,
)
from tests.sites import add_consultation, add_report, make_site

pytestmark = pytest.mark.django_db
_BASE = "/api/v1/occasions/"


@pytest.fixture
def occasion() -> Occasion:
    """An open consultation."""
    return make_occasion()


def url_of(occasion: Occasion, end: str = "") -> str:
    return f"{_BASE}{occasion.page_key}/{end}"


def test_occasions_are_listed_with_their_state(client: Client, occasion: Occasion):
    answer = client.get(_BASE)

    told = answer.json()["occasions"]
    assert [one["key"] for one in told] == [str(occasion.page_key)]
    assert told[0]["titles"]["is"] == occasion.pages["is"]["title"]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert client.get(_BASE, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_only_words_that_may_be_quoted_are_given_out(client: Client, occasion: Occasion):
    question = make_question(occasion)
    named = {"quoting": Quoting.NAMED, "shown_name": "Þóra Tilbúin"}
    for text, fields in (
        ("Með nafni", named),
        ("Án nafns", {"shown_name": "Falið Nafn"}),
        ("Ei lainata", {"quoting": Quoting.NO}),
        ("Ei lisenssiä", {"licence_version": ""}),
        ("Odottaa", {"state": ContributionState.PENDING}),
    ):
        make_contribution(question, text, country="IS", **fields)

    answer = client.get(url_of(occasion, "contributions/"))
    rows = answer.json()["contributions"]

    assert [(row["text"], row["name"]) for row in rows] == [
        ("Með nafni", "Þóra Tilbúin"),
        ("Án nafns", ""),
        (None, ""),
        (None, ""),
    ]
    assert {row["country"] for row in rows} == {""}
    assert "Falið Nafn" not in answer.content.decode()


def test_country_is_named_once_ten_contributions_come_from_it(client: Client, occasion: Occasion):
    question = make_question(occasion)
    for n in range(11):
        make_contribution(question, f"Numer {n}", country="FO" if n else "GL")

    rows = client.get(url_of(occasion, "contributions/")).json()["contributions"]

    assert sorted({row["country"] for row in rows}) == ["", "FO"]


@pytest.mark.parametrize("query", ["page=0", "page=2", "page=x", "page=-1", "pages=1", "page=9999999999999999999"])
def test_parameters_are_read_strictly(client: Client, occasion: Occasion, query: str):
    answer = client.get(f"{url_of(occasion, 'contributions/')}?{query}")

    assert answer.status_code == 400
    assert answer.json()["error"]["parameter"] == query.split("=", maxsplit=1)[0]


@pytest.mark.parametrize("end", ["", "contributions/", "contributions.csv", "reactions.zip"])
def test_unknown_occasion_is_said_to_be_unknown(client: Client, db: None, end: str):
    answer = client.get(f"{_BASE}00000000-0000-4000-8000-000000000000/{end}")

    assert (answer.status_code, answer.json()["error"]["parameter"]) == (404, "key")


@pytest.mark.parametrize("end", ["", "contributions/", "contributions.csv"])
def test_nothing_can_be_posted(client: Client, occasion: Occasion, end: str):
    assert client.post(url_of(occasion, end)).status_code == 405
    assert client.head(url_of(occasion, end)).status_code == 200


def test_file_calculates_nothing_and_leaves_out_what_a_nul_asks_for(client: Client, occasion: Occasion):
    question = make_question(occasion)
    make_contribution(question, '=HYPERLINK(1)\nog "gåseøjne"; þ')

    text = client.get(url_of(occasion, "contributions.csv")).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    nothing = client.get(f"{url_of(occasion, 'contributions.csv')}?question={question.public_id}x")

    assert rows[0]["text"] == '\'=HYPERLINK(1)\nog "gåseøjne"; þ'
    assert nothing.content.decode("utf-8-sig").count("\n") == 1


def test_themes_are_told_once_they_are_reported(client: Client, occasion: Occasion):
    said = make_contribution(make_question(occasion))
    theme = make_theme(occasion, said)
    before = client.get(url_of(occasion)).json()["themes"]
    Occasion.objects.update(reported_at=timezone.now())

    after = client.get(url_of(occasion)).json()
    row = client.get(url_of(occasion, "contributions/")).json()["contributions"][0]

    assert before == []
    assert [(one["id"], one["contributions"]) for one in after["themes"]] == [(theme.public_id, 1)]
    assert row["themes"] == [theme.public_id]


def crowd(occasion: Occasion, people: int) -> list[Any]:
    """Two statements to which ``people`` have reacted."""
    question = make_question(occasion)
    statements = [make_contribution(question, "Já takk"), make_contribution(question, "+1 ø", quoting=Quoting.NO)]
    for n in range(people):
        participant, _secret = make_participant(occasion)
        react(participant, statements[0], 1 if n % 2 else -1)
        react(participant, statements[1], 0)
    return statements


def test_reactions_of_few_are_not_given_out(client: Client, occasion: Occasion):
    crowd(occasion, 19)

    assert client.get(url_of(occasion, "reactions.zip")).status_code == 404


def test_reactions_come_in_three_files_under_new_numbers(client: Client, occasion: Occasion):
    crowd(occasion, 24)

    def read() -> dict[str, list[dict[str, str]]]:
        packed = zipfile.ZipFile(io.BytesIO(client.get(url_of(occasion, "reactions.zip")).content))
        return {name: list(csv.DictReader(io.TextIOWrapper(packed.open(name), "utf-8"))) for name in packed.namelist()}

    first, second = read(), read()

    assert sorted(first) == ["comments.csv", "participants-votes.csv", "votes.csv"]
    assert len(first["votes.csv"]) == 48
    assert [row["comment-body"] for row in first["comments.csv"]] == ["Já takk", ""]
    assert [(row["agrees"], row["disagrees"], row["passes"]) for row in first["comments.csv"]] == [
        ("12", "12", "0"),
        ("0", "0", "24"),
    ]
    # One in 2.7 million that 24 people with two kinds of answers get the same order twice.
    assert [row["0"] for row in first["participants-votes.csv"]] != [
        row["0"] for row in second["participants-votes.csv"]
    ]
    assert {int(row["timestamp"]) % 86400 for row in first["votes.csv"]} == {0}


def test_operations_are_described(client: Client, db: None):
    paths = client.get("/api/v1/openapi.json").json()["paths"]

    detail = paths["/api/v1/occasions/{key}/contributions/"]["get"]
    shape = detail["responses"]["200"]["content"]["application/json"]["schema"]
    assert shape["properties"]["contributions"]["items"]["properties"]["text"]["type"] == ["string", "null"]
    assert "/api/v1/search/" in paths


def test_answers_have_the_described_fields(client: Client, occasion: Occasion):
    make_contribution(make_question(occasion))
    paths = client.get("/api/v1/openapi.json").json()["paths"]

    for path, end in (("", ""), ("{key}/", ""), ("{key}/contributions/", "contributions/")):
        schema = paths[f"{_BASE}{path}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        answer = client.get(url_of(occasion, end) if path else _BASE).json()
        assert sorted(answer) == sorted(schema["required"]), json.dumps(answer)[:200]


def test_feed_tells_of_consultations_and_reports_in_the_best_language(client: Client):
    make_site("en", "sv")
    page = add_consultation("en", title="Färja & buss?")
    add_report("en", occasion=Occasion.objects.get(page_key=page.translation_key), title="Þetta heyrðum við")

    answer = client.get("/sv/take-part/feed.xml")
    atom = "{http://www.w3.org/2005/Atom}"
    entries = ElementTree.fromstring(answer.content).findall(f"{atom}entry")

    assert [entry.find(f"{atom}title").text for entry in entries] == ["Þetta heyrðum við", "Färja & buss?"]  # type: ignore[union-attr]
    assert client.get("/sv/take-part/feed.xml", headers={"If-None-Match": answer["ETag"]}).status_code == 304
