"""The glossary in the admin."""

import pytest
from django.test import Client
from django.urls import reverse

from projects.models import GlossaryConcept, GlossaryEntry

pytestmark = pytest.mark.django_db


def make_concept(slug: str, term: str, synonyms: list[str]) -> GlossaryConcept:
    concept = GlossaryConcept.objects.create(slug=slug)
    GlossaryEntry.objects.create(concept=concept, language="en", term=term, synonyms=synonyms)
    return GlossaryConcept.objects.get(pk=concept.pk)


@pytest.fixture
def concept() -> GlossaryConcept:
    return make_concept("waste-sorting", "waste sorting", ["recycling"])


def posted(*entries: tuple[str, str, str, str]) -> dict[str, str]:
    """The form as a browser sends it; each entry is id, language, term, synonyms."""
    data = {
        "slug": "waste-sorting",
        "entries-TOTAL_FORMS": str(len(entries)),
        "entries-INITIAL_FORMS": str(sum(bool(e[0]) for e in entries)),
        "entries-MIN_NUM_FORMS": "1",
        "entries-MAX_NUM_FORMS": "1000",
    }
    for number, (pk, language, term, synonyms) in enumerate(entries):
        data |= {
            f"entries-{number}-id": pk,
            f"entries-{number}-language": language,
            f"entries-{number}-term": term,
            f"entries-{number}-synonyms": synonyms,
            f"entries-{number}-never_translated_as": "",
            f"entries-{number}-definition": "",
            f"entries-{number}-DELETE": "",
        }
    return data


def test_synonyms_are_typed_with_commas(admin_client: Client, concept: GlossaryConcept) -> None:
    entry = concept.entries.get()
    address = reverse("glossary:edit", args=[concept.pk])
    shown = admin_client.get(address).content.decode()
    assert 'value="recycling"' in shown
    answer = admin_client.post(
        address,
        posted((str(entry.pk), "en", "waste sorting", " trash, refuse,,trash "), ("", "da", "affaldssortering", "")),
    )
    assert answer.status_code == 302, answer.content.decode()
    found = GlossaryConcept.objects.get(pk=concept.pk).entries.order_by("language")
    assert [(e.language, e.synonyms) for e in found] == [("da", []), ("en", ["trash", "refuse"])]


def test_what_a_term_is_not_translated_as_is_typed_with_commas(admin_client: Client, concept: GlossaryConcept) -> None:
    data = posted((str(concept.entries.get().pk), "en", "waste sorting", "recycling"))
    data["entries-0-never_translated_as"] = " sortti (fi), ,tuhlaus "
    address = reverse("glossary:edit", args=[concept.pk])
    assert admin_client.post(address, data).status_code == 302
    assert concept.entries.get().never_translated_as == ["sortti (fi)", "tuhlaus"]
    assert 'value="sortti (fi), tuhlaus"' in admin_client.get(address).content.decode()


def test_a_language_that_nobody_knows_is_refused(admin_client: Client, concept: GlossaryConcept) -> None:
    data = posted((str(concept.entries.get().pk), "en", "waste sorting", "recycling"))
    data["entries-0-never_translated_as"] = "sortti (suomi)"
    answer = admin_client.post(reverse("glossary:edit", args=[concept.pk]), data)
    shown = answer.content.decode()
    assert (answer.status_code, concept.entries.get().never_translated_as) == (200, [])
    assert "“suomi” is the code of no language here." in shown
    assert 'value="sortti (suomi)"' in shown


def test_a_language_cannot_stand_twice(admin_client: Client, concept: GlossaryConcept) -> None:
    entry = concept.entries.get()
    answer = admin_client.post(
        reverse("glossary:edit", args=[concept.pk]),
        posted((str(entry.pk), "en", "waste sorting", ""), ("", "en", "sorting", "")),
    )
    assert answer.status_code == 200
    assert concept.entries.count() == 1


def test_the_list_needs_the_same_queries_for_one_and_three_concepts(
    admin_client: Client, concept: GlossaryConcept, django_assert_max_num_queries
) -> None:
    address = reverse("glossary:index")
    admin_client.get(address)
    with django_assert_max_num_queries(30) as one:
        admin_client.get(address)
    for slug in ("a", "b"):
        make_concept(slug, slug, [])
    with django_assert_max_num_queries(30) as three:
        answer = admin_client.get(address)
    assert len(one) == len(three)
    assert "waste sorting (en)" in answer.content.decode()
