"""What means something near is found, and said to be; own words come first, and without vectors all is as ever."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from projects.models import CaseStudyPage
from search.meaning.vectors import follow_vectors
from search.models import DocumentVector
from search.query import meant
from search.statistics.report import make_report
from tests.search.conftest import add_case
from tests.search.meaning.conftest import forget
from tests.search.meaning.false_endpoint import FalseEndpoint

pytestmark = pytest.mark.django_db
Cases = dict[str, CaseStudyPage]
Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def ask(client: Client, portal: Cases, endpoint: FalseEndpoint, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """The interface of a portal of few documents: what stands out among so few does so by less."""
    monkeypatch.setattr("search.meaning.space.FLOOR", 1.0)
    follow_vectors()
    endpoint.texts.clear()

    def asked(words: str, **more: str) -> dict[str, Any]:
        return client.get("/api/v1/search/", {"q": words, "locale": "en", **more}).json()

    return asked


def slugs(answer: dict[str, Any]) -> list[str]:
    return [result["slug"] for result in answer["results"]]


def test_what_no_word_finds_is_found_by_its_meaning(ask: Ask, endpoint: FalseEndpoint) -> None:
    answer = ask("blizzard")
    assert (answer["step"], answer["model"], answer["total"]) == ("meaning", "few-meanings", 1)
    assert [(one["slug"], one["by_meaning"]) for one in answer["results"]] == [("snow-in-time", True)]
    assert answer["facets"]["country"] == {"NO": 1}
    ask("  blizzard ", kind="case_study")
    assert endpoint.texts == ["blizzard"]  # remembered


def test_own_words_come_first_and_say_so(ask: Ask) -> None:
    answer = ask("rubbish or jätteet", locale="fi")
    assert slugs(answer)[0] == "testila"
    assert answer["results"][0]["by_meaning"] is False
    found = ask("bycykler", locale="da")
    assert slugs(found)[0] == "bycykler"
    assert found["model"] == "few-meanings"


def test_what_words_find_further_down_is_not_found_once_more(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        add_case(title=f"Snow again {number}", slug=f"again-{number}")
    follow_vectors()
    monkeypatch.setattr("search.meaning.space.FLOOR", 0.0)
    monkeypatch.setattr(meant, "MOST_ORDERED", 2)
    pages = [ask("snow", page=str(number), page_size="1") for number in range(1, 5)]
    assert {page["total"] for page in pages} == {4}
    assert sorted(slug for page in pages for slug in slugs(page)) == ["again-0", "again-1", "again-2", "snow-in-time"]


def test_only_of_what_has_no_word_is_that_said(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.query.fallback_steps.FEW", 1)
    monkeypatch.setattr("search.meaning.space.FLOOR", 0.1)
    add_case(title="Snow vessel", slug="both")
    wordless = dict.fromkeys(("title", "challenge", "approach", "result"), "Blizzard")
    add_case(slug="wordless", **wordless)
    follow_vectors()
    found = {one["slug"]: one["by_meaning"] for one in ask("snow vessel")["results"]}
    assert (found["both"], found["snow-in-time"], found["wordless"]) == (False, False, True)


def test_filters_hold_for_what_is_near(ask: Ask) -> None:
    assert slugs(ask("blizzard", country="NO")) == ["snow-in-time"]
    nothing = ask("blizzard", country="DK")
    assert (nothing["total"], nothing["results"]) == (0, [])


@pytest.mark.parametrize("typed", ["qwfpgj", "blizzard -snow"])
def test_letters_and_exclusions_find_no_meanings(ask: Ask, typed: str) -> None:
    assert ask(typed)["total"] == 0


@pytest.mark.parametrize("more", [{"exact": "1"}, {"sort": "newest"}])
def test_only_the_words_as_typed_and_another_order_ask_nobody(
    ask: Ask, endpoint: FalseEndpoint, more: dict[str, str]
) -> None:
    assert ask("blizzard", **more)["model"] is None
    assert endpoint.texts == []


@pytest.mark.parametrize("typed", ['"blizzard zeppelin"', "blizzard -snow"])
def test_a_query_whose_meaning_has_no_say_is_sent_to_nobody(ask: Ask, endpoint: FalseEndpoint, typed: str) -> None:
    answer = ask(typed)
    assert (answer["total"], answer["model"], endpoint.texts) == (0, None, [])


@pytest.mark.parametrize("trouble", ["down", "slow", "size", "nonsense"])
def test_in_trouble_the_words_answer(
    ask: Ask, endpoint: FalseEndpoint, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    monkeypatch.setattr("search.meaning.embedders.QUERY_SECONDS", 0.05)
    before = ask("ploughs", exact="1")
    changes: dict[str, dict[str, object]] = {
        "down": {"status": 503},
        "slow": {"seconds": 0.3},
        "size": {"size": 48},
        "nonsense": {"body": b"<html>"},
    }
    endpoint.__dict__.update(changes[trouble])
    for number in range(5):
        answer = ask(f"ploughs {'x' * number}".strip()) if number else ask("ploughs")
        assert answer["model"] is None
    assert slugs(ask("ploughs")) == slugs(before)
    # The third failure closes the circuit: nobody else waits.
    assert len(endpoint.texts) == meant.breaker._failures.maxlen == 3


def test_what_is_remembered_is_answered_in_trouble_and_ends_none(ask: Ask, endpoint: FalseEndpoint) -> None:
    assert ask("blizzard")["model"] == "few-meanings"
    endpoint.texts.clear()
    endpoint.status = 503
    for number, country in enumerate(["NO", "SE", "FI", "IS", "DK"]):
        assert ask(f"ploughs {'x' * number}".strip(), country=country)["model"] is None
        assert ask("blizzard", country=country)["model"] == "few-meanings"
    assert len(endpoint.texts) == meant.breaker._failures.maxlen


def test_the_page_says_what_it_did(ask: Ask, client: Client) -> None:
    page = client.get("/en/search/?q=blizzard").content.decode()
    assert "Nothing has these words. These results are close to them in meaning." in page
    assert "Found by its meaning: it has none of your words." in page
    assert "exact=1" in page
    assert "Also searched by meaning." in client.get("/en/search/?q=ploughs").content.decode()


def test_editors_hear_that_no_word_was_found(ask: Ask, client: Client) -> None:
    for words in ("blizzard", "ploughs"):
        client.get(f"/en/search/?q={words}")
    assert [row["query"] for row in make_report().without_results] == ["blizzard"]


def test_without_the_setting_all_is_as_ever(
    ask: Ask, client: Client, settings: Settings, endpoint: FalseEndpoint
) -> None:
    settings.SEARCH_EMBEDDINGS = None
    forget()
    with CaptureQueriesContext(connection) as queries:
        off = client.get("/en/search/?q=ploughs").content
    assert not any("documentvector" in query["sql"] for query in queries)
    DocumentVector.objects.all().delete()
    forget()
    assert client.get("/en/search/?q=ploughs").content == off
    assert b"eaning" not in off
    assert endpoint.texts == []
