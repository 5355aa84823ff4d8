"""Visitors tell about a project or ask the person behind a case."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from projects.models import CaseStudyPage, Proposal
from projects.proposals import actions, forms
from tests.partners.world import World
from tests.sites import add_case

pytestmark = pytest.mark.django_db
ADDRESS = "/en/projects/tell-us-about-your-project/"


def old_key(monkeypatch: pytest.MonkeyPatch, seconds: int = 60) -> str:
    """The key of a form that was opened a while ago."""
    import time

    now = time.time()
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: now - seconds)
        return forms.VisitorForm().new_key()


def told(world: World, key: str, **changes: str) -> dict[str, str]:
    partner = world.a.partner.pk
    return {
        "title": "Bikes for all",
        "summary": "Short.",
        "challenge": "No bikes.\n\n<b>None</b>.",
        "approach": "Bought some.",
        "result": "Bikes.",
        "country": "DK",
        "municipality": "Testby",
        "partner": str(partner),
        "contact_name": "Test Person",
        "contact_email": "person@example.org",
        "form_key": key,
        "leave_empty": "",
    } | changes


def test_a_project_becomes_a_draft_of_the_chosen_partner(world, client: Client, deliver, monkeypatch):
    assert client.get(ADDRESS).status_code == 200
    answer = client.post(ADDRESS, told(world, old_key(monkeypatch)))
    assert answer.headers["Location"] == f"{ADDRESS}sent/"
    [message] = deliver()
    assert message.to == ["person@example.org"]
    assert "Bikes for all" not in message.body + message.subject
    path = re.search(r"http://testserver(\S+)", message.body).group(1)
    assert "Bikes for all" in client.get(path).content.decode()
    assert not CaseStudyPage.objects.filter(title="Bikes for all").exists(), "opening the link changes nothing"
    client.post(path)
    case = CaseStudyPage.objects.get(title="Bikes for all")
    assert (case.live, case.organisation, case.contact_email) == (False, world.a.organisation, "person@example.org")
    assert case.challenge == "<p>No bikes.</p><p>&lt;b&gt;None&lt;/b&gt;.</p>"
    assert client.post(path).status_code == 404
    assert [m.to for m in deliver()] == [["member-a@example.org"]]
    assert not Proposal.objects.exists()


def test_a_partner_that_cannot_be_is_refused_and_what_was_typed_is_there(world, client: Client, monkeypatch):
    for partner in ("9" * 19, "9" * 400, "x"):
        answer = client.post(ADDRESS, told(world, old_key(monkeypatch), partner=partner, municipality="Åbenrå"))
        assert "partner" in answer.context["form"].errors
        assert 'value="Åbenrå"' in answer.content.decode()


def test_without_a_partner_the_secretariat_hears_of_it(world, client: Client, deliver, monkeypatch):
    client.post(ADDRESS, told(world, old_key(monkeypatch), partner=""))
    deliver()
    actions.confirm(Proposal.objects.get())
    assert [m.to for m in deliver()] == [["secretary@example.org"]]


@pytest.mark.parametrize("how", ["trap", "too fast", "forged"])
def test_programs_get_nowhere(world, client: Client, deliver, monkeypatch, how: str):
    key = {"too fast": forms.VisitorForm().new_key(), "forged": "form:1:x"}.get(how) or old_key(monkeypatch)
    answer = client.post(ADDRESS, told(world, key, leave_empty="x" if how == "trap" else ""))
    assert answer.status_code == (302 if how == "trap" else 422)
    assert deliver() == []
    assert not Proposal.objects.exists()


def test_mails_to_one_address_are_limited_and_the_answer_stays_the_same(world, client: Client, deliver, monkeypatch):
    key = old_key(monkeypatch)
    answers = {client.post(ADDRESS, told(world, key)).headers["Location"] for _n in range(7)}
    assert answers == {f"{ADDRESS}sent/"}
    assert len(deliver()) == 5


def test_unconfirmed_projects_are_forgotten(world, monkeypatch):
    actions.propose({"title": "Old", "contact_email": "person@example.org"}, "en", None)
    assert actions.forget_old_proposals() == 0
    Proposal.objects.update(created_at=timezone.now() - Proposal.CONFIRM_WITHIN)
    assert actions.forget_old_proposals() == 1


def test_a_question_reaches_the_person_whose_address_stays_hidden(world, client: Client, deliver, monkeypatch):
    case = add_case(title="Asked about", contact_email="hidden@example.org", contact_name="Test Contact")
    address = f"/en/projects/{case.slug}/contact/"
    shown = client.get(address).content.decode() + client.get(case.url_path).content.decode()
    assert "hidden@example.org" not in shown
    data = {"name": "Asker", "email": "asker@example.org", "message": "How?", "form_key": old_key(monkeypatch)}
    assert client.post(address, data | {"message": ""}).status_code == 422
    assert client.post(address, data).status_code == 200
    [message] = deliver()
    assert (message.to, message.reply_to) == (["hidden@example.org"], ["asker@example.org"])
    assert "How?" in message.body


def test_cases_without_a_person_have_no_form(world, client: Client):
    assert client.get(f"/en/projects/{world.a.case.slug}/contact/").status_code == 404


def test_an_empty_form_says_field_by_field_what_to_write_and_chooses_no_country(world: World, client: Client):
    page = client.get("/fi/projects/tell-us-about-your-project/").content.decode()
    assert '<option value="" selected>Valitse maa</option>' in page

    answer = client.post("/fi/projects/tell-us-about-your-project/", {"form_key": forms.VisitorForm().new_key()})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Tämä kenttä on pakollinen" not in text
    for sentence in ("Kirjoita hankkeen nimi.", "Kirjoita, mikä ongelma oli.", "Valitse maa."):
        assert sentence in text
