"""People say whether a search found what they looked for; it is counted without anything about them."""

import re
import time
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from portal.core.operations.retention import SEARCH_COUNTS
from portal.core.web import rates
from projects.models import CaseStudyPage
from search.models import SearchCount, SearchVerdict
from search.statistics.counting import forget_old_counts

pytestmark = pytest.mark.django_db
Portal = dict[str, CaseStudyPage]
ADDRESS = "/en/search/?q=Snow+plough&country=NO&sort=newest"


def form_of(client: Client, address: str = ADDRESS) -> dict[str, str]:
    """The fields of the form below the results, as a browser sends them."""
    page = client.get(address).content.decode()
    form = page.partition('action="/en/search/verdict/"')[2].partition("</form>")[0].replace("&amp;", "&")
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    return {**found, "leave_empty": ""}


def stored() -> list[tuple[str, str, bool, int]]:
    return list(SearchVerdict.objects.order_by("pk").values_list("query", "language", "helped", "times"))


def test_answers_are_counted_and_lead_back_to_the_same_results(client: Client, portal: Portal) -> None:
    sent = form_of(client)
    for helped in ("yes", "no", "yes"):
        answered = client.post("/en/search/verdict/", {**sent, "helped": helped})
        assert (answered.status_code, answered["Location"]) == (
            302,
            f"{ADDRESS.replace('&country=NO', '')}&answered=1&country=NO#verdict",
        )
        assert not answered.cookies
    assert stored() == [("snow plough", "en", True, 2), ("snow plough", "en", False, 1)]

    page = client.get(answered["Location"]).content.decode()
    assert re.search(r'<p [^>]*id="verdict" tabindex="-1"[^>]*>Thank you. Your answer is counted', page)
    assert "search/verdict/" not in page
    # To be thanked is no search.
    assert [row.times for row in SearchCount.objects.all()] == [1]


def test_a_form_that_lay_open_for_days_is_shown_again_and_says_why(
    client: Client, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent, later = form_of(client), time.time() + 2 * 24 * 3600
    with monkeypatch.context() as days_later:
        days_later.setattr("time.time", lambda: later)
        answered = client.post("/en/search/verdict/", {**sent, "helped": "no"})
        page = client.get(answered["Location"]).content.decode()
        assert re.search(
            r'id="verdict" tabindex="-1">.*?The form lay open for too long.*?<form [^>]*verdict', page, re.DOTALL
        )
        assert [row.times for row in SearchCount.objects.all()] == [1]
        again = client.post("/en/search/verdict/", {**form_of(client, answered["Location"]), "helped": "no"})
        assert "answered=1" in again["Location"]
    assert stored() == [("snow plough", "en", False, 1)]


def test_pages_of_results_do_not_thank_again(client: Client, portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.public.views.PER_PAGE", 1)
    page = client.get(
        "/en/search/?q=Testvik+Testil%C3%A4+Pr%C3%B8veby+snow&kind=case_study&answered=1"
    ).content.decode()
    [following] = re.findall(r'rel="next" href="([^"]*)"', page)
    assert "page=2" in following
    assert "answered" not in following


def test_a_page_that_did_not_change_is_not_sent_again(
    client: Client, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    hour = time.time() // 3600 * 3600
    monkeypatch.setattr("time.time", lambda: hour + 5)
    seen = client.get(ADDRESS)
    monkeypatch.setattr("time.time", lambda: hour + 3595)
    assert client.get(ADDRESS, headers={"if-none-match": seen["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("change", "thanked"),
    [
        ({"leave_empty": "buy"}, True),
        ({"form_key": "forged:1:2"}, False),
        ({"helped": "maybe"}, False),
        ({"helped": ""}, False),
        ({"q": "nobody asked this"}, True),
        ({"q": "me@example.com"}, True),
        ({"q": ""}, False),
        ({"q": "ö" * 500}, False),
        ({"filters": "country=%00&sort=<script>&kind=" + "x" * 9000}, None),
    ],
)
def test_what_is_no_answer_is_not_counted_and_nobody_gets_an_error(
    client: Client, portal: Portal, change: dict[str, str], thanked: bool | None
) -> None:
    sent = {**form_of(client), "helped": "no", **change}
    answered = client.post("/en/search/verdict/", sent)
    assert answered.status_code == 302
    assert answered["Location"].startswith("/en/search/?")
    assert client.get(answered["Location"]).status_code == 200
    if thanked is None:
        assert stored() == [("snow plough", "en", False, 1)]
    else:
        assert stored() == []
        assert ("answered=1" in answered["Location"]) is thanked


def test_one_network_counts_so_often_an_hour(client: Client, portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    few = rates.RateLimit("search-verdicts", 2, rates.HOUR)
    monkeypatch.setattr(rates, "SEARCH_VERDICTS", few)
    sent = form_of(client)
    for _ in range(4):
        assert client.post("/en/search/verdict/", {**sent, "helped": "yes"}).status_code == 302
    assert stored() == [("snow plough", "en", True, 2)]


def test_a_search_without_words_or_results_does_not_ask(client: Client, portal: Portal) -> None:
    for address in ("/en/search/", "/en/search/?kind=case_study", "/en/search/?q=zeppelin"):
        assert "search/verdict/" not in client.get(address).content.decode()
    assert client.get("/en/search/verdict/").status_code == 405


def test_editors_read_what_people_said(client: Client, portal: Portal) -> None:
    client.post("/en/search/verdict/", {**form_of(client), "helped": "no"})
    SearchVerdict.objects.create(day=timezone.localdate(), language="da", query="cykler", helped=True, times=3)
    client.force_login(get_user_model().objects.create_superuser("chief", "chief@example.com", "secret words"))
    page = client.get("/admin/searches/").content.decode()
    assert page.index("<td>snow plough</td><td>English</td><td>0</td><td>1</td>") < page.index("<td>cykler</td>")
    assert (
        "<td>snow plough</td><td>English</td><td>0</td>"
        not in client.get("/admin/searches/?language=da").content.decode()
    )


def test_they_are_forgotten_with_the_searches() -> None:
    today = timezone.localdate()
    for age in (0, 1):
        day = today - SEARCH_COUNTS.period - timedelta(days=age)
        SearchVerdict.objects.create(day=day, language="en", query="snow", helped=True)
    assert forget_old_counts() == 1
    assert SearchVerdict.objects.get().day == today - SEARCH_COUNTS.period
