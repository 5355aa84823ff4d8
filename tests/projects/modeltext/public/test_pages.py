"""Public pages of the model text."""

import gzip
import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from projects.models import ElementIndexPage, ElementPage
from projects.modeltext.canonical import checksum
from projects.modeltext.enums import LineageKind, Step
from projects.modeltext.models import ModelVersion, Paragraph, Root, Source
from projects.modeltext.rooting import set_successors
from projects.modeltext.versions import propose, publish
from tests.kept_rows import kept
from tests.projects.modeltext.texts import (
    NOW,
    add_text,
    first_version,
    give_root,
    key_of,
    next_version,
    rewrite,
    secretary,
)
from tests.sites import add_case, add_event, add_standard, add_strategy, make_site

pytestmark = pytest.mark.django_db
SNOW = key_of("snow").hex[:8]


@pytest.fixture
@kept
def element() -> ElementPage:
    """A text of two paragraphs in English, the first of them in Finnish too, as version 1.0."""
    make_site("en", "fi")
    element = add_text({"snow": "Snow falls &amp; melts.", "trust": "Trust grows."}, title="Winter")
    add_text({"snow": "Lunta sataa."}, "fi", of=element, title="Talvi")
    event, strategy = add_event(title="Vinterverksted"), add_strategy(title="Veikart æøå")
    source = Source.objects.create(title="Invitation", publisher="Testby", url="https://source.example/")
    for kind, key in (
        ("event", event.translation_key),
        ("strategy", strategy.translation_key),
        ("source", source.key),
        ("contribution", "gone2345"),
    ):
        Root.objects.create(kind=kind, key=str(key), relation="from", because={"en": "It says so."}, added_at=NOW)
    first_version()
    return element


def text_of(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


def test_whole_text_shows_paragraphs_with_numbers_and_roots(client: Client, element: ElementPage):
    text = text_of(client, "/en/model/1.0/")

    assert f'id="p-{SNOW}"' in text
    assert "Snow falls &amp; melts." in text
    assert all(title in text for title in ("Vinterverksted", "Veikart æøå", "Invitation (Testby)", "No longer public"))
    assert 'href="https://source.example/"' in text
    assert "<details open" not in text


def test_text_that_a_language_lacks_stands_in_another_one_and_is_marked(client: Client, element: ElementPage):
    text = text_of(client, "/fi/model/1.0/")

    assert "Lunta sataa." in text
    assert re.search(r'<div class="prose" lang="en"><p>Trust grows.</p>', text)
    assert "Ensimmäinen teksti." in text


def test_whole_text_needs_five_queries_and_caches_ask_each_time(
    client: Client, element: ElementPage, django_assert_num_queries
):
    Root.objects.filter(kind="contribution").delete()
    rewrite(element, {"snow": "Snow falls.", "trust": "Trust grows."})
    next_version(rooted=("snow",))
    client.get("/en/model/1.1/")

    with django_assert_num_queries(5):
        response = client.get("/en/model/1.1/")

    assert response["Cache-Control"] == "public, max-age=0"
    assert not response.cookies
    assert client.get("/en/model/1.1/", headers={"if-none-match": response["ETag"]}).status_code == 304


def test_whole_text_of_21_paragraphs_is_at_most_20_kib(client: Client):
    make_site("en")
    words = "Snow falls on roofs and roads while neighbours clear the paths that children take to school"
    for place in range(7):
        add_text({f"{place}-{n}": f"{words} {place}{n}. " * 5 for n in range(3)})
    strategy = add_strategy()
    first_version()
    for place in range(7):
        for n in range(3):
            give_root(f"{place}-{n}", "strategy", str(strategy.translation_key))
    next_version()

    response = client.get("/en/model/1.1/")

    assert response.content.decode().count('class="model-paragraph"') == 21
    assert len(gzip.compress(response.content)) <= 20 * 1024


@pytest.mark.parametrize("number", ["1.01", "01.0", "9.9", "1.0.1", "1..0", "1.", "0", "99999999999.9"])
def test_number_that_no_version_has_gets_a_404_that_lists_those_that_are(
    client: Client, element: ElementPage, number: str
):
    for path in (f"/en/model/{number}/", f"/en/model/compare/{number}/1.0/", f"/en/model/{number}/text.txt"):
        assert 'href="/en/model/1.0/"' in text_of(client, path, 404)


@pytest.mark.parametrize("number", ["1", "1.0.0"])
def test_other_spelling_of_a_number_leads_to_its_address(client: Client, element: ElementPage, number: str):
    assert client.get(f"/en/model/{number}/")["Location"] == "/en/model/1.0/"


@pytest.mark.parametrize(
    "path", ["/en/model/1.0/", "/en/model/compare/", "/en/model/p/3f9a2c1b/", "/en/model/history/"]
)
def test_before_any_version_nothing_breaks(client: Client, path: str):
    make_site("en")

    assert client.get(path).status_code == (200 if "history" in path else 404)


@pytest.mark.parametrize("name", ["zzzzzzzz", "3f9a2c1b", "3F9A", "%00", "a" * 300, "ð", "../1.0", "%F0%9F%8F%94"])
def test_unknown_paragraph_is_404(client: Client, element: ElementPage, name: str):
    assert client.get(f"/en/model/p/{name}/").status_code in {400, 404}


def test_only_reading_is_possible(client: Client, element: ElementPage):
    for path in ("/en/model/1.0/", "/en/model/history/", f"/en/model/p/{SNOW}/", "/en/model/1.0/cite.bib"):
        assert client.post(path).status_code == 405
        assert client.head(path).status_code == 200


def test_paragraph_has_an_address_in_every_spelling_of_its_key(client: Client, element: ElementPage):
    assert "Snow falls &amp; melts." in text_of(client, f"/en/model/p/{SNOW}/")
    for name in (str(key_of("snow")), key_of("snow").hex.upper()):
        assert client.get(f"/en/model/p/{name}/")["Location"] == f"/en/model/p/{SNOW}/"


def test_old_paragraph_address_answers_after_two_versions_a_split_and_a_retirement(
    client: Client, element: ElementPage
):
    rewrite(element, {"ice": "Ice forms.", "melt": "Snow melts.", "trust": "Trust grows."})
    version = propose(Step.TEXT, {"en": "Split."}, secretary("kari"), NOW)
    gone, *new = (Paragraph.objects.get(key=key_of(name)) for name in ("snow", "ice", "melt"))
    set_successors(version, gone, new, LineageKind.SPLIT)
    for name in ("ice", "melt"):
        give_root(name)
    publish(version.pk, version.sha256, secretary("ola"), NOW)
    rewrite(element, {"ice": "Ice forms early.", "trust": "Trust grows."})
    next_version()

    old = text_of(client, f"/en/model/p/{SNOW}/")
    retired = text_of(client, f"/en/model/p/{key_of('melt').hex[:8]}/")

    assert "Snow falls &amp; melts." in old
    assert "version 1.1" in old
    assert old.count("/en/model/p/" + key_of("ice").hex[:8]) == 1
    assert "version 1.2" in retired
    assert "Snow melts." in retired
    assert f'id="p-{SNOW}"' in text_of(client, "/en/model/1.0/")
    assert "Version 1.2 is in force" in text_of(client, "/en/model/1.0/")


def test_comparison_marks_words_in_four_queries_and_can_be_reversed(
    client: Client, element: ElementPage, django_assert_num_queries
):
    rewrite(
        element, {"snow": "Snow falls softly &amp; melts.", "þing": "Þing &lt;i&gt; meets.", "trust": "Trust grows."}
    )
    next_version(rooted=("snow", "þing"))
    client.get("/en/model/compare/1.0/1.1/")

    with django_assert_num_queries(4):
        text = text_of(client, "/en/model/compare/1.0/1.1/")

    assert "Snow falls <ins>softly </ins>&amp; melts." in text
    assert "Þing &lt;i&gt; meets." in text
    assert "Snow falls <del>softly </del>&amp; melts." in text_of(client, "/en/model/compare/1.1/1.0/")
    assert client.get("/en/model/compare/1.1/1.1/")["Location"] == "/en/model/1.1/"
    assert client.get("/en/model/compare/?from=1.1&to=1.0")["Location"] == "/en/model/compare/1.1/1.0/"
    assert client.get("/en/model/compare/")["Location"] == "/en/model/compare/1.0/1.1/"
    assert client.get("/en/model/compare/?from=ð&to=").status_code == 404


def test_plain_text_holds_all_words_and_no_roots(client: Client, element: ElementPage):
    response = client.get("/en/model/1.0/text.txt")
    text = response.content.decode()

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "1. Winter" in text
    assert "1.1  Snow falls & melts." in text
    assert ModelVersion.objects.get().sha256 in text
    assert "Vinterverksted" not in text
    assert "Lunta sataa." in client.get("/fi/model/1.0/text.txt").content.decode()


def test_citations_name_version_day_and_address(client: Client, element: ElementPage):
    bibtex, ris, csl = (client.get(f"/fi/model/1.0/cite.{kind}").content.decode() for kind in ("bib", "ris", "json"))

    assert all("/fi/model/1.0/" in text for text in (bibtex, ris, csl))
    assert bibtex.startswith("@misc{nordic-smart-city-model-1.0-fi,")
    assert ris.startswith("TY  - GEN\r\n")
    assert ris.endswith("ER  - \r\n")
    assert json.loads(csl)[0]["issued"] == {"date-parts": [[2026, 11, 29]]}
    assert client.get("/fi/model/1.0/cite.exe").status_code == 404


def test_element_page_leads_to_its_paragraphs_without_a_query_of_its_own(client: Client, element: ElementPage):
    text = text_of(client, element.url_path)

    assert f'id="p-{SNOW}"' in text
    assert f'href="/en/model/p/{SNOW}/"' in text
    rewrite(element, {"snow": "Snow falls.", "new": "Not published yet."})
    assert f"p-{key_of('new').hex[:8]}" not in text_of(client, element.url_path)


def test_page_of_the_model_is_the_entrance(client: Client, element: ElementPage):
    assert 'href="/en/model/1.0/"' in text_of(client, "/en/model/")
    assert 'href="/en/model/"' in text_of(client, "/en/model/1.0/")
    below = add_standard(slug="history")
    assert below.url_path == "/en/history/"


def test_page_below_the_model_cannot_have_one_of_the_addresses(element: ElementPage):
    model = ElementIndexPage.objects.get(locale=element.locale)
    child = ElementPage(title="History", slug="history", summary="Told.", body=[("paragraph", "<p>x</p>")], number=9)
    child.locale = model.locale
    with pytest.raises(Exception, match="slug"):
        model.add_child(instance=child)


def test_history_names_sources_and_versions(client: Client, element: ElementPage):
    text = text_of(client, "/en/model/history/")

    assert "https://nordicedge.org/events/creating-a-joint-nordic-smart-city-model/" in text
    assert 'href="/en/model/1.0/"' in text
    assert "The first text." in text


def test_snapshot_still_has_its_checksum_after_later_versions(client: Client, element: ElementPage):
    rewrite(element, {"snow": "Snow falls.", "trust": "Trust grows."})
    next_version(rooted=("snow",))
    for path in ("/en/model/1.0/", "/fi/model/compare/1.0/1.1/", reverse("model_paragraph", args=[SNOW])):
        client.get(path)

    assert all(checksum(one.snapshot) == one.sha256 for one in ModelVersion.objects.all())


def test_whole_text_asks_once_for_all_pages_among_its_roots(
    client: Client, element: ElementPage, django_assert_num_queries
):
    Root.objects.filter(kind="contribution").delete()
    rewrite(element, {"snow": "Snow falls.", "trust": "Trust grows."})
    cases = [add_case(title=f"Bærekraft i bygd {number}") for number in range(3)]
    for number, case in enumerate(cases):
        give_root("snow" if number else "trust", "case", str(case.translation_key))
    give_root("snow", "element", str(element.translation_key))
    next_version()
    client.get("/en/model/1.1/")

    with django_assert_num_queries(5):
        text = text_of(client, "/en/model/1.1/")

    assert all(f"Bærekraft i bygd {number}" in text for number in range(3))
