"""A municipality that uses a case names its own: chosen from public cases, and shown wherever its entry is."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from projects.adoptions.forms import ChangeForm
from projects.adoptions.links import new_path
from projects.enums import AdoptionState
from projects.models import Adoption, CaseStudyPage
from tests.kept_rows import kept
from tests.projects.adoptions.helpers import NOW, queries_of, shown
from tests.sites import add_case, add_element, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
@kept
def cases(db: None) -> list[CaseStudyPage]:
    """A case, another one, and one that is not public."""
    make_site("en", "fi")
    element = add_element()
    found = [
        add_case(title=title, slug=slug, elements=[element])
        for title, slug in (("Bikes for all", "bikes"), ("Öljylamput & sukset", "skis"), ("Hidden", "hidden"))
    ]
    CaseStudyPage.objects.filter(pk=found[2].pk).update(live=False)
    return found


def test_other_public_cases_can_be_chosen(cases):
    used, own, hidden = cases
    form = ChangeForm(case_key=used.translation_key)
    assert [label for _key, label in form.fields["own_case"].choices] == ["–", "Öljylamput & sukset"]
    page = Client().get("/en/projects/bikes/use/").content.decode()
    assert f'<option value="{own.translation_key}">' in page
    for key in (used.translation_key, hidden.translation_key, "x", "00000000-0000-0000-0000-000000000000"):
        typed = ChangeForm({"own_case": str(key)}, case_key=used.translation_key)
        assert "own_case" in typed.errors


def test_it_is_shown_with_the_entry_and_costs_one_query(cases):
    used, own, _hidden = cases
    client = Client()
    adoption = shown(used)
    client.get(used.url_path)
    without, page = queries_of(client, used.url_path)
    assert "Their own case study" not in page
    Adoption.objects.filter(pk=adoption.pk).update(own_case_key=own.translation_key)
    more, page = queries_of(client, used.url_path)
    assert (more, f'href="{own.url_path}"' in page) == (without + 1, True)
    element = used.case_elements.get().element
    for path in (f"/en/projects/{used.slug}/family/", element.url_path):
        assert "Their own case study" in client.get(path).content.decode()
    told = client.get("/api/v1/cases/bikes/adoptions/").json()["adoptions"]
    assert told[0]["own_case"] == str(own.translation_key)


def test_a_case_that_is_public_no_more_is_not_named(cases):
    used, own, _hidden = cases
    Adoption.objects.filter(pk=shown(used).pk).update(own_case_key=own.translation_key)
    CaseStudyPage.objects.filter(pk=own.pk).update(live=False)
    page = Client().get(used.url_path).content.decode()
    assert "Åfjord" in page
    assert "Öljylamput" not in page
    assert Client().get("/api/v1/cases/bikes/adoptions/").json()["adoptions"][0]["own_case"] == ""


def test_naming_another_case_is_read_before_it_is_shown(cases):
    used, own, _hidden = cases
    adoption = shown(used)
    typed = ChangeForm.initial_of(adoption) | {"own_case": str(own.translation_key), "change": ""}
    assert Client().post(new_path(adoption, NOW), typed).status_code == 302
    adoption.refresh_from_db()
    assert (adoption.own_case_key, adoption.state) == (own.translation_key, AdoptionState.PENDING)


def test_the_database_refuses_the_used_case_as_the_own_one(cases):
    adoption = shown(cases[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Adoption.objects.filter(pk=adoption.pk).update(own_case_key=cases[0].translation_key)
