"""The search says which translations it asked for, what they found, and how to do without."""

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from projects.models import GlossaryEntry
from search.lexicon import translating
from search.lexicon.packed import pack
from search.models import OpenedTranslation
from tests.search.conftest import add_case

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(autouse=True)
def small_lexicon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lexicon of one word, where the portal looks for the full one."""
    path = tmp_path / "full.lexicon"
    path.write_bytes(pack({"en:dweller": [("fi:asukas", 0.8, 1)]}, {}))
    monkeypatch.setattr(translating, "full_lexicon", lambda: path)


def test_page_names_translations_and_what_they_found(client: Client, portal) -> None:
    page = client.get("/en/search/?q=dwellers&country=FI").content.decode()

    assert 'Also searched for: <span lang="fi">asukas</span>' in page
    assert 'Found by: <em lang="fi">asukas</em> (dwellers)' in page
    assert "<mark>Asukkaat</mark>" in page
    assert "some of them, or translations of them" in page
    assert 'href="?q=dwellers&amp;exact=1&amp;country=FI">Only the words as typed</a>' in page


def test_the_words_as_typed_are_kept_in_the_address(client: Client, portal) -> None:
    page = client.get("/en/search/?q=dwellers&exact=1").content.decode()

    assert "No results" in page
    assert "Also searched for" not in page
    assert '<a href="?q=dwellers">Search in other words and languages too</a>' in page
    found = client.get("/en/search/?q=snow&kind=case_study&exact=1").content.decode()
    assert '<input type="hidden" name="exact" value="1">' in found
    assert "Ploughs know where" in found


def test_only_words_as_typed_are_not_understood_as_concepts_either(client: Client, portal) -> None:
    assert client.get("/api/v1/search/?q=affaldssortering").json()["total"] == 1
    assert client.get("/api/v1/search/?q=affaldssortering&exact=1").json()["total"] == 0


def test_words_as_typed_are_not_taken_apart(client: Client, portal) -> None:
    add_case("da", title="Gavlmaleri i Prøveby", summary="En gavl fik et maleri.")
    assert client.get("/api/v1/search/?q=malerigavl&locale=da").json()["total"] == 1
    assert client.get("/api/v1/search/?q=malerigavl&locale=da&exact=1").json()["total"] == 0
    page = client.get("/en/search/?q=snow+submarines&exact=1").content.decode()
    assert "Nothing has all of these words." in page
    assert "only the words as you typed them" not in page


def test_interface_tells_word_language_and_source(client: Client, portal) -> None:
    told = client.get("/api/v1/search/?q=dwellers").json()["translations"]
    assert told == [{"word": "dwellers", "language": "fi", "used": "asukas", "source": "WikDict"}]
    concept = client.get("/api/v1/search/?q=waste+sorting").json()["translations"]
    assert {"word": "waste sorting", "language": "da", "used": "affaldssortering", "source": "Glossary"} in concept
    assert client.get("/api/v1/search/?q=dwellers&exact=1").json()["translations"] == []


def test_report_tells_translations_that_led_to_opened_results(client: Client, portal) -> None:
    client.get("/en/search/?q=dwellers")
    for found_by in ("fi:asukas", "fi:asukas", "fi:never said", "<b>"):
        client.post("/en/search/chosen/", {"q": "dwellers", "rank": "1", "by": found_by})

    assert list(OpenedTranslation.objects.values_list("query", "used_language", "used", "times")) == [
        ("dwellers", "fi", "asukas", 2)
    ]
    client.force_login(get_user_model().objects.create_superuser("chief", "chief@example.com", "secret words"))
    page = client.get("/admin/searches/").content.decode()
    assert '<td>dwellers</td><td>English</td><td lang="fi">asukas</td><td>Finnish</td><td>2</td>' in page


def test_glossary_forbids_a_translation(client: Client, portal) -> None:
    entry = GlossaryEntry.objects.get(concept__slug="waste-sorting", language="en")
    entry.synonyms, entry.never_translated_as = ["dweller"], ["asukas"]
    entry.save()
    told = client.get("/api/v1/search/?q=dwellers").json()["translations"]
    assert "asukas" not in [one["used"] for one in told]
