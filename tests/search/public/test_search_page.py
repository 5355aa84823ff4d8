"""The search page: results, filters, what it says about itself, and what it survives."""

import random
import re
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.models import SearchCount
from tests.drills import drilled
from tests.search.conftest import add_case

pytestmark = pytest.mark.django_db
#: What people and machines put into addresses by accident or on purpose.
ODD = [
    "%ff%fe", "%F0%9F%92%A9", quote("'\"><script>alert(1)</script>"), quote("' OR 1=1 --"), quote("a" * 3000),
    quote("ä" * 300), "%", "%zz", quote("*"), quote('"'), quote("AND OR NOT"), quote("a:b (c"), quote("\\"),
    quote("{{7*7}}"), quote("../../etc/passwd"), quote("مرحبا"), quote("\u202e"), quote("😀" * 50), quote("-"),
    quote("a-b_c.d"), "&q=2&q=3", "%0d%0aX-Injected:1", quote("^~[]{}"), quote("NULL"), quote("1e309"), quote("٣"),
    quote('"""'), quote('-"a b" "c d'), quote("NEAR(a b)"), quote("#waste-sorting"), quote("da:kommune"),
]  # fmt: skip


def found(client: Client, address: str) -> list[str]:
    """Titles of the results of a search page, as text."""
    page = client.get(address).content.decode()
    titles = re.findall(r'<h3><a href="[^"]*" data-rank="\d+"[^>]*>(.*?)</a></h3>', page)
    return [re.sub(r"</?mark>", "", title) for title in titles]


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("address", "titles"),
    [
        ("/en/search/?q=snow+plough", ["Snow in time"]),
        ("/en/search/?q=jatteenlajittelu", ["Jätteenlajittelu Testilässä"]),
        ("/en/search/?q=affaldssortering", ["Jätteenlajittelu Testilässä"]),
        ("/da/search/?q=waste+sorting", ["Jätteenlajittelu Testilässä"]),
        ("/en/search/?q=proveby", ["Bycykler i Prøveby"]),
        # An everyday word that no glossary entry holds: the Finnish text says "kunta".
        ("/fi/search/?q=kommune", ["Bycykler i Prøveby", "Jätteenlajittelu Testilässä"]),
        ("/en/search/?q=kommune+-cykler", ["Jätteenlajittelu Testilässä"]),
        ("/en/search/?kind=case_study&country=DK&country=FI&sort=newest",
         ["Jätteenlajittelu Testilässä", "Bycykler i Prøveby"]),
    ],
)  # fmt: skip
def test_search_finds_across_languages_and_spellings(client: Client, portal, address: str, titles: list[str]) -> None:
    assert found(client, address) == titles


@pytest.mark.sqlite
def test_page_and_interface_say_what_was_left_out_of_a_question(client: Client, portal) -> None:
    page = client.get("/da/search/?q=Hvordan+kan+vi+dele+cykler+i+Pr%C3%B8veby%3F").content.decode()
    assert "<strong>dele cykler i Prøveby</strong>" in page
    assert re.search(r'<a href="\?q=Hvordan[^"]*&amp;exact=1">', page)
    told = client.get("/api/v1/search/?locale=da&q=Hvordan+kan+vi+dele+cykler%3F").json()
    assert (told["left_out"], told["looked_for"]) == (["hvordan", "kan", "vi"], "dele cykler")
    exact = client.get("/api/v1/search/?locale=da&exact=1&q=Hvordan+kan+vi+dele+cykler%3F").json()
    assert (exact["left_out"], exact["looked_for"]) == ([], None)


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("reader", "query", "related"),
    [
        ("en", "public+transport", '<a href="/en/search/concepts/bus/">bus</a>'),
        ("fi", "joukkoliikenne", '<a href="/fi/search/concepts/bus/" lang="en">bus</a> (bussi)'),
        ("en", "bus", ""),
    ],
)
def test_result_that_is_only_near_names_its_words_unmarked(
    client: Client, portal, reader: str, query: str, related: str
) -> None:
    add_case(title="Night lines", slug="night-lines", summary="A bus comes when it is called, a bus for all.")
    page = client.get(f"/{reader}/search/?q={query}&country=NO").content.decode()
    assert ("/search/concepts/bus/" in page) == bool(related)
    assert related in page
    assert ("<mark>bus</mark>" in page) != bool(related)


def test_result_in_another_language_says_so(client: Client, portal) -> None:
    page = client.get("/en/search/?q=bycykler").content.decode()
    assert '<span class="tag" lang="da">' in page
    assert re.search(
        r'<a href="/en/projects/bycykler/" data-rank="1" lang="da" hreflang="da"><mark>Bycykler</mark>', page
    )


@pytest.mark.sqlite
def test_corrected_query_is_named_and_can_be_refused(client: Client, portal) -> None:
    page = client.get("/en/search/?q=plougsh").content.decode()
    assert "Showing results for <strong>ploughs</strong>." in page
    assert '<a href="?q=plougsh&amp;exact=1">Search instead for plougsh</a>' in page
    assert found(client, "/en/search/?q=plougsh&exact=1") == []


@pytest.mark.sqlite
def test_step_of_any_word_is_named(client: Client, portal) -> None:
    page = client.get("/en/search/?q=snow+submarines").content.decode()
    assert "Nothing has all of these words." in page
    assert found(client, "/en/search/?q=snow+submarines") == ["Snow in time"]


@pytest.mark.sqlite
def test_a_filter_that_leaves_none_with_all_words_says_so(client: Client, portal) -> None:
    address = "/en/search/?q=snow+institute"
    assert found(client, address)[0] == "Snow in time"
    assert found(client, f"{address}&kind=partner") == ["Husky Institute"]
    assert "Nothing has all of these words." in client.get(f"{address}&kind=partner").content.decode()


@pytest.mark.sqlite
def test_results_with_some_of_the_words_follow_those_with_all(client: Client, portal) -> None:
    page = client.get("/en/search/?q=deles+kommunens").content.decode()
    assert "The first result has all of these words, the others have some of them, or translations of them." in page
    titles = found(client, "/en/search/?q=deles+kommunens")
    assert titles[0] == "Bycykler i Prøveby"
    assert "Jätteenlajittelu Testilässä" in titles
    assert found(client, "/en/search/?q=deles+kommunens&exact=1") == ["Bycykler i Prøveby"]
    assert found(client, "/en/search/?q=deles+kommunens&page=2") == []


@pytest.mark.sqlite
def test_facets_count_exactly_and_chosen_filters_can_be_removed(client: Client, portal) -> None:
    page = client.get("/en/search/?kind=case_study&country=DK").content.decode()
    assert re.findall(r'value="(\w\w)".*?\(</span>(\d+)<', page) == [("DK", "1"), ("FI", "1"), ("NO", "1")]
    assert '<a href="?country=DK"><span class="visually-hidden">Remove filter: </span>Case study' in page
    assert '<a href="?kind=case_study"><span class="visually-hidden">Remove filter: </span>Denmark' in page


@pytest.mark.sqlite
def test_what_is_beyond_those_counted_can_be_chosen_without_a_number(
    client: Client, portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.engines.sql.MOST_COUNTED", 1)
    page = client.get("/en/search/?kind=case_study").content.decode()
    options = dict(re.findall(r'name="country" value="(\w+)"><span>[^<]*</span>(.*?)</label>', page))
    assert set(options) == {"DK", "FI", "NO"}
    assert sorted('class="count"' in option for option in options.values()) == [False, True, True]
    assert re.findall(r'name="kind" value="(\w+)"', page)[:3] == ["case_study", "element", "partner"]
    assert found(client, "/en/search/?kind=partner") == ["Husky Institute"]


def test_nothing_found_helps_on(client: Client, portal) -> None:
    page = client.get("/en/search/?q=zeppelin").content.decode()
    assert "Try other words" in page
    assert 'href="/en/projects/"' in page
    assert "Shared sleds" in page


@pytest.mark.sqlite
def test_highlight_is_escaped(client: Client, portal) -> None:
    case = portal["snow"]
    case.title, case.summary = "Snow <script>alert(1)</script>", "Snow & <b>ice</b>."
    case.save_revision().publish()
    page = client.get("/en/search/?q=snow").content.decode()
    assert "<script>alert" not in page
    assert "<b>ice" not in page
    assert "<mark>Snow</mark> &amp; &lt;b&gt;ice&lt;/b&gt;." in page


@pytest.mark.parametrize("address", ["/en/search/", "/en/search/?q=", "/en/search/?q=%20"])
def test_page_without_question_explains_itself(client: Client, portal, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert "Quotes keep words together" in response.content.decode()


@pytest.mark.sqlite
@pytest.mark.parametrize("typed", ODD)
def test_odd_queries_are_answered(client: Client, portal, typed: str) -> None:
    response = client.get(f"/en/search/?q={typed}")
    assert response.status_code == 200
    assert "<script>alert(1)</script>" not in response.content.decode()
    assert client.get(f"/en/search/suggestions/?q={typed}").status_code == 200
    assert client.get(f"/api/v1/search/?q={typed}").status_code in {200, 400}


@pytest.mark.sqlite
@pytest.mark.parametrize("page", ["0", "-1", "999999", "9" * 30, "abc", "", "1.5", "٣", "1e3", "%27"])
def test_odd_page_numbers_are_answered(client: Client, portal, page: str) -> None:
    assert client.get(f"/en/search/?q=snow&page={page}").status_code == 200


@pytest.mark.sqlite
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=60))
def test_any_text_is_answered(client: Client, portal, typed: str) -> None:
    response = client.get("/en/search/", {"q": typed.replace("\x00", "").encode("utf-8", "ignore").decode()})
    assert response.status_code == 200


@pytest.mark.sqlite
@pytest.mark.parametrize("number", drilled([200, 2_000], tested=200))
def test_random_strings_break_nothing(portal, number: int) -> None:
    from search.concepts.glossary import glossary
    from search.engines.base import SearchRequest
    from search.engines.registry import database_engine
    from search.query.fallback_steps import Index, find_and_complete

    rng = random.Random(5)
    letters = "abcdeæøåäöþðáñčŋ'\"-:()*^~{}[]\\%_#+=&|!.,;0123456789 \t\u200d\u202eаЖ😀漢"
    database = database_engine()
    index = Index(database, database.vocabulary, glossary())
    for _ in range(number):
        typed = "".join(rng.choices(letters, k=rng.randrange(1, 24)))
        find_and_complete(
            typed, rng.choice(["en", "da", "fi", "is", "kl"]), index, SearchRequest(shown_for="en", limit=3)
        )


@pytest.mark.sqlite
def test_number_of_queries(client: Client, portal, django_assert_num_queries) -> None:
    client.get("/en/search/?q=snow")
    # Frame, vocabulary, facets, hits, frequencies of their tokens, documents, count; PostgreSQL: a block in which its
    # planner must use the index.
    with django_assert_num_queries(10 if connection.vendor == "postgresql" else 7):
        client.get("/en/search/?q=snow&exact=1")
    # Where a page is not full: the vocabulary twice, for translations and translations of these.
    with django_assert_num_queries(12 if connection.vendor == "postgresql" else 9):
        client.get("/en/search/?q=snow")
    # Where the index holds one of them: the index again.
    client.get("/en/search/?q=lumi")
    with django_assert_num_queries(17 if connection.vendor == "postgresql" else 11):
        client.get("/en/search/?q=lumi")
    with django_assert_num_queries(1):
        client.get("/en/search/")


@pytest.mark.sqlite
def test_searches_are_counted_without_a_trace_of_who_asked(client: Client, portal) -> None:
    for typed in ("Snow", "snow ", "SNOW", "zeppelin"):
        client.get("/en/search/", {"q": typed})
    client.post("/en/search/chosen/", {"q": "snow", "rank": "1"})
    rows = SearchCount.objects.order_by("query", "rank").values_list(
        "query", "language", "step", "rank", "results", "times"
    )
    assert list(rows) == [
        ("snow", "en", "all_words", 0, 1, 3),
        ("snow", "en", "all_words", 1, 1, 1),
        ("zeppelin", "en", "all_words", 0, 0, 1),
    ]
    assert {field.name for field in SearchCount._meta.get_fields()} == {
        "id", "day", "language", "query", "step", "rank", "results", "times",
    }  # fmt: skip


@pytest.mark.parametrize(
    "typed", ["kari@example.com", "010190-1234", "+47 22 33 44 55", "12345678901", "https://example.com/x", "a " * 60]
)
def test_what_looks_like_personal_data_is_not_counted(client: Client, portal, typed: str) -> None:
    assert client.get("/en/search/", {"q": typed}).status_code == 200
    assert not SearchCount.objects.exists()


def test_choice_of_a_query_that_nobody_asked_is_not_counted(client: Client, portal) -> None:
    for data in ({"q": "never asked", "rank": "1"}, {"q": "snow", "rank": "x"}, {}):
        assert client.post("/en/search/chosen/", data).status_code == 204
    assert not SearchCount.objects.exists()


def test_no_cookie_is_set_and_the_page_may_be_cached(client: Client, portal) -> None:
    response = client.get("/en/search/?q=snow")
    assert not response.cookies
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"


@pytest.mark.sqlite
def test_case_library_answers_words_through_the_search(client: Client, portal) -> None:
    page = client.get("/en/projects/?q=affaldssortering&country=FI").content.decode()
    assert "Jätteenlajittelu Testilässä" in page
    assert "Snow in time" not in page
    assert 'value="affaldssortering"' in page
    assert 'href="?country=FI"' in page
    assert "No case study has all of this" in client.get("/en/projects/?q=affaldssortering&country=DK").content.decode()


@pytest.mark.sqlite
def test_cases_found_are_shown_on_the_map_by_the_same_words_and_filters(client: Client, portal) -> None:
    page = client.get("/en/search/?q=snow+plough&country=NO&year=2019&exact=1").content.decode()
    [address] = re.findall(r'<a href="([^"]*)">Case studies on the map</a>', page)
    assert address == "/en/projects/?q=snow+plough&amp;country=NO&amp;view=map"
    shown = client.get(address.replace("&amp;", "&")).content.decode()
    assert "Snow in time" in shown
    assert "Bycykler" not in shown


def test_where_no_case_was_found_or_no_words_were_typed_there_is_no_map(client: Client, portal) -> None:
    for address in ("/en/search/?q=zeppelin", "/en/search/?kind=case_study", "/en/search/?q=husky&kind=partner"):
        assert "on the map" not in client.get(address).content.decode()
