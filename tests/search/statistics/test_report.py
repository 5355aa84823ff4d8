"""The report for editors, and the way from a search that found nothing to a synonym."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from projects.models import GlossaryConcept, GlossaryEntry
from search.indexing.maintenance import follow_glossary

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    """Somebody who may do everything."""
    client.force_login(get_user_model().objects.create_superuser("chief", "chief@example.com", "secret words"))
    return client


def test_report_lists_what_was_not_found_by_language(admin: Client, portal) -> None:
    for address in ("/en/search/?q=zeppelin", "/en/search/?q=zeppelin", "/da/search/?q=luftskib", "/en/search/?q=snow"):
        Client().get(address)
    page = admin.get("/admin/searches/").content.decode()
    missing = page.partition("Most frequent searches")[0]
    assert "<td>zeppelin</td><td>English</td><td>2</td>" in missing
    assert "<td>luftskib</td>" in missing
    assert "<td>snow</td>" not in missing
    assert "<td>snow</td><td>English</td><td>1</td><td>1</td><td>0</td>" in page
    danish = admin.get("/admin/searches/?language=da").content.decode()
    assert "luftskib" in danish
    assert "zeppelin" not in danish


def test_search_without_result_becomes_a_synonym_and_then_finds(admin: Client, portal) -> None:
    Client().get("/en/search/?q=glumph+quorling")
    assert 'href="/admin/searches/synonym/?word=glumph%20quorling&amp;language=en"' in (
        admin.get("/admin/searches/").content.decode()
    )
    concept = GlossaryConcept.objects.get(slug="waste-sorting")
    assert 'value="glumph quorling"' in admin.get("/admin/searches/synonym/?word=glumph+quorling").content.decode()
    data = {"word": " glumph  quorling", "language": "en", "concept": concept.pk}
    assert admin.post("/admin/searches/synonym/", data).status_code == 302
    assert GlossaryEntry.objects.get(concept=concept, language="en").synonyms == ["glumph quorling"]
    follow_glossary.call()
    found = Client().get("/api/v1/search/?q=glumph+quorling").json()
    assert [result["slug"] for result in found["results"]] == ["testila"]


def test_synonym_in_a_language_without_entry_becomes_its_term(admin: Client, portal) -> None:
    concept = GlossaryConcept.objects.get(slug="waste-sorting")
    admin.post("/admin/searches/synonym/", {"word": "sophirðing", "language": "is", "concept": concept.pk})
    admin.post("/admin/searches/synonym/", {"word": "Sophirðing", "language": "is", "concept": concept.pk})
    entry = GlossaryEntry.objects.get(concept=concept, language="is")
    assert (entry.term, entry.synonyms) == ("sophirðing", [])


def test_a_word_without_letters_is_refused(admin: Client, portal) -> None:
    concept = GlossaryConcept.objects.get(slug="waste-sorting")
    page = admin.post("/admin/searches/synonym/", {"word": "!?", "language": "en", "concept": concept.pk})
    assert "Write a word with letters or figures." in page.content.decode()


def test_visitors_and_editors_without_the_right_see_no_report(client: Client, portal) -> None:
    assert client.get("/admin/searches/").status_code == 302
    editor = get_user_model().objects.create_user("editor", "editor@example.com", "secret words")
    client.force_login(editor)
    assert client.get("/admin/searches/").status_code == 302
