"""Families of cases: origins never hold a cycle, and a family is shown as a list and as a drawing."""

import re
import time

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from projects.gates import case_gate
from projects.lineage import ancestors, closing, family_of
from projects.models import CaseOrigin, CaseStudyPage, Proposal
from projects.proposals import actions, forms
from tests.kept_rows import kept
from tests.projects.adoptions.helpers import queries_of
from tests.projects.wizard.test_wizard import answers, walk
from tests.sites import add_case, make_site

CASES = st.integers(0, 7)


@given(st.lists(st.tuples(CASES, CASES), max_size=40))
def test_what_the_gate_lets_pass_never_holds_a_cycle(wishes):
    graph: dict = {}
    for child, origin in wishes:
        wanted = {*graph.get(child, set()), origin}
        if not closing(child, wanted, graph):
            graph[child] = wanted
    assert not [case for case in range(8) if case in ancestors(case, graph)]


@given(st.lists(st.tuples(CASES, CASES), max_size=40))
def test_only_what_would_close_a_circle_is_refused(wishes):
    graph: dict = {}
    for child, origin in wishes:
        refused = closing(child, [origin], graph)
        together = {**graph, child: {*graph.get(child, set()), origin}}
        assert bool(refused) == (child in ancestors(child, together))
        if not refused:
            graph = together


def grows_out_of(case: CaseStudyPage, origin: CaseStudyPage, changed: str = "") -> None:
    CaseOrigin.objects.create(page=case, origin=origin, changed=changed, sort_order=0)


@pytest.fixture
@kept
def cases(db: None) -> list[CaseStudyPage]:
    make_site("en", "fi")
    return [
        add_case(title=f"Case {name}", slug=name, municipality=place, start_year=2015 + number, country="IS")
        for number, (name, place) in enumerate([("one", "Ölfus"), ("two", "Åfjord"), ("three", "Jyväskylä")])
    ]


def test_a_circle_is_named_in_the_language_of_the_editor(cases):
    one, two, three = cases
    grows_out_of(two, one)
    grows_out_of(three, two)
    assert list(case_gate_about_origins(three)) == []
    grows_out_of(one, three)
    [problem] = case_gate_about_origins(one)
    assert "Case three" in problem.message
    assert problem.field == "origins"


def case_gate_about_origins(case: CaseStudyPage) -> list:
    fresh = CaseStudyPage.objects.get(pk=case.pk)
    return [problem for problem in case_gate(fresh) if problem.field == "origins"]


def test_a_family_is_a_nested_list_with_a_drawing_and_asks_as_often_with_more(cases):
    one, two, three = cases
    grows_out_of(two, one, "Skis <b>instead</b> of bikes.")
    client = Client()
    client.get("/en/projects/two/family/")
    few, page = queries_of(client, "/en/projects/two/family/")
    nested = r'<ul class="family"><li><a href="/en/projects/one/".*<ul class="family"><li><strong'
    assert re.search(nested, page, re.DOTALL)
    assert "Skis &lt;b&gt;instead&lt;/b&gt; of bikes." in page
    assert page.count("<rect ") == 2
    grows_out_of(three, one)
    grows_out_of(three, two)
    more, page = queries_of(client, "/en/projects/two/family/")
    assert (more, few) == (few, 6)
    assert page.count("<rect ") == 4, "with two origins a case stands below both"
    assert client.get("/en/projects/two/family/", headers={"If-None-Match": "*"}).status_code == 304


def test_the_page_of_a_case_names_both_sides_with_one_query_more(cases):
    one, two, _three = cases
    client = Client()
    client.get(two.url_path)
    alone, _page = queries_of(client, two.url_path)
    grows_out_of(two, one, "Skis.")
    related, page = queries_of(client, two.url_path)
    assert "Grew out of" in page
    assert "Skis." in page
    assert "Cases that grew out of it" in client.get(one.url_path).content.decode()
    assert related == alone + 1


def test_what_is_not_public_is_in_no_family_and_a_circle_in_the_data_ends(cases):
    one, two, three = cases
    grows_out_of(two, one)
    grows_out_of(one, two)
    grows_out_of(three, two)
    CaseStudyPage.objects.filter(pk=three.pk).update(live=False)
    trees = family_of(CaseStudyPage.objects.get(pk=two.pk))
    assert [tree.case.title for tree in trees] == ["Case two"]
    assert [child.case.title for child in trees[0].children] == ["Case one"]
    page = Client().get("/en/projects/two/family/").content.decode()
    assert "Case three" not in page
    assert Client().get("/en/projects/three/family/").status_code == 404


def test_a_visitor_writes_a_descendant(cases, monkeypatch):
    origin = cases[0]
    address = "/en/projects/tell-us-about-your-project/"
    page = Client().get(f"{address}?origin={origin.translation_key}").content.decode()
    assert "Case one" in page
    for odd in ("x", "9" * 500, "é" * 36, "00000000-0000-0000-0000-000000000000"):
        assert Client().get(address, {"origin": odd}).status_code == 200
    now = time.time()
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: now - 60)
        key = forms.VisitorForm().new_key()
    said = {
        "title": "Skis for all",
        "summary": "Short.",
        "challenge": "No skis.",
        "approach": "Bought.",
        "result": "Yes.",
    }
    person = {"country": "NO", "contact_name": "Test Person", "contact_email": "person@example.org"}
    grown = {"origin": str(origin.translation_key), "origin_changed": "Skis, þá."}
    assert Client().post(address, said | person | grown | {"form_key": key}).status_code == 302
    case = actions.confirm(Proposal.objects.get())
    row = CaseStudyPage.objects.get(pk=case.pk).get_latest_revision_as_object().origins.get()
    assert (row.origin_id, row.changed) == (origin.pk, "Skis, þá.")


def test_an_editor_writes_a_descendant_with_the_wizard(client, world):
    origin = add_case(title="Grandmother", slug="grandmother")
    client.force_login(world.a.member)
    button = client.get(f"/admin/pages/{world.a.case.pk}/edit/").content.decode()
    assert f"?origin={world.a.case.translation_key}" in button
    page = client.get(f"/admin/tell-a-case/problem/?origin={origin.translation_key}").content.decode()
    assert "Grandmother" in page
    assert f'value="{origin.translation_key}"' in page
    steps = answers(world)
    steps["problem"]["origin"] = str(origin.translation_key)
    steps["approach"]["origin_changed"] = "Smaller."
    walk(client, steps)
    client.post("/admin/tell-a-case/check/")
    case = CaseStudyPage.objects.get(title="Buses on time")
    assert [(row.origin.title, row.changed) for row in case.origins.all()] == [("Grandmother", "Smaller.")]
