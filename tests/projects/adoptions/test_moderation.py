"""Whoever owns a case decides about those who use it; the secretariat about all; nobody else sees them."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from portal.core.models import OutgoingMail
from projects.adoptions import digest, moderation
from projects.adoptions.actions import Subject, change
from projects.enums import AdoptionState
from projects.models import Adoption, AdoptionLog
from tests.partners.world import World
from tests.projects.adoptions.helpers import NOW, confirmed, mails, told, words
from tests.undoing import post_and_undo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_told_anything(world: World) -> None:
    """The world has adoptions of its own, for the matrix of denials."""
    Adoption.objects.all().delete()


def as_user(user: object) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_team_of_the_case_shows_it_and_the_author_hears_of_it(world: World):
    adoption = confirmed(world.b.case)
    client, path = as_user(world.b.member), reverse("projects_adoption", args=[adoption.pk])
    assert "Åfjord" in client.get(reverse("projects_adoptions")).content.decode()
    assert "1 entry" in client.get("/admin/").content.decode()
    page = client.get(path).content.decode()
    assert "Det var for bratt." in page
    assert "person@example.org" not in page
    assert "Det var for bratt." not in Client().get(world.b.case.url_path).content.decode()
    client.post(path, {"action": "show", "seen": moderation.seal(adoption)})
    adoption.refresh_from_db()
    assert (adoption.state, adoption.decided_by) == (AdoptionState.PUBLISHED, world.b.member)
    assert "Det var for bratt." in Client().get(world.b.case.url_path).content.decode()
    [message] = [message for message in mails() if message.to == ["person@example.org"]]
    assert "Det var for bratt." not in message.body
    assert AdoptionLog.objects.first().user == world.b.member


def test_another_team_finds_nothing_and_changes_nothing(world: World):
    adoption = confirmed(world.b.case)
    client, path = as_user(world.a.member), reverse("projects_adoption", args=[adoption.pk])
    assert "Åfjord" not in client.get(reverse("projects_adoptions") + "?state=").content.decode()
    for method in (client.get, client.head, client.post):
        assert method(path, {"action": "show", "seen": moderation.seal(adoption)}).status_code == 404
    adoption.refresh_from_db()
    assert adoption.state == AdoptionState.PENDING
    assert "to look at" not in client.get("/admin/").content.decode()


def test_what_nobody_confirmed_is_at_no_desk(world: World):
    adoption = told(world.b.case)
    path = reverse("projects_adoption", args=[adoption.pk])
    assert as_user(world.secretary).get(path).status_code == 404


def test_a_refusal_needs_a_reason_of_the_list_and_keeps_what_was_typed(world: World):
    adoption = confirmed(world.b.case)
    client, path = as_user(world.b.member), reverse("projects_adoption", args=[adoption.pk])
    seen = moderation.seal(adoption)
    for reason in ("", "disagrees"):
        answer = client.post(path, {"action": "refuse", "seen": seen, "reason": reason, "text": "Ráð: styttra"})
        assert answer.status_code == 422
        assert "Ráð: styttra" in answer.content.decode()
    refusal = {"action": "refuse", "seen": seen, "reason": "advert", "text": "Ráð: styttra"}
    assert post_and_undo(client, path, refusal) == "Taken back: it is as it was before."
    adoption.refresh_from_db()
    assert (adoption.state, adoption.reason, adoption.reason_text) == (AdoptionState.PENDING, "", "")
    client.post(path, refusal)
    adoption.refresh_from_db()
    assert (adoption.state, adoption.reason) == (AdoptionState.REFUSED, "advert")
    assert mails() == [], "it waits as long as the refusal can be taken back"
    OutgoingMail.objects.update(due_at=NOW)
    [message] = mails()
    assert "Ráð: styttra" in message.body
    client.post(path, {"action": "show", "seen": moderation.seal(adoption)})
    adoption.refresh_from_db()
    assert (adoption.state, adoption.reason) == (AdoptionState.PUBLISHED, ""), "a decision can be changed"


def test_nobody_shows_words_that_they_have_not_read(world: World):
    adoption = confirmed(world.b.case)
    seen = moderation.seal(adoption)
    change(adoption.pk, words(changed="Noe helt annet."), NOW)
    assert moderation.show(adoption.pk, seen, world.secretary, NOW) == moderation.Result.STALE
    adoption.refresh_from_db()
    assert adoption.state == AdoptionState.PENDING


def test_the_secretariat_decides_about_the_model_and_teams_do_not(world: World):
    key = world.element.translation_key
    adoption = confirmed(None, subject=Subject(model_version=1, element_keys=[key]))
    assert adoption not in moderation.adoptions_of(world.a.member)
    path = reverse("projects_adoption", args=[adoption.pk])
    as_user(world.secretary).post(path, {"action": "show", "seen": moderation.seal(adoption)})
    assert "Åfjord" in Client().get(world.element.url_path).content.decode()


def test_the_list_is_filtered_by_what_people_type(world: World):
    confirmed(world.b.case)
    confirmed(world.b.case, municipality="Jyväskylä", country="FI")
    client = as_user(world.secretary)
    found = client.get(reverse("projects_adoptions"), {"place": "jyvaskyla"}).content.decode()
    assert ("Jyväskylä" in found, "Åfjord" in found) == (True, False)
    for query in ({"state": "nonsense"}, {"p": "x"}, {"place": "\x00"}, {"country": "FI"}):
        assert client.get(reverse("projects_adoptions"), query).status_code in {200, 400}


def test_teams_hear_once_a_day_what_waits(world: World, run_tasks):
    DBTaskResult.objects.all().delete()
    confirmed(world.b.case)
    confirmed(None, subject=Subject(model_version=1, element_keys=[world.element.translation_key]))
    assert digest.tell_teams(NOW) == 2
    mail.outbox.clear()
    run_tasks()
    told_to = sorted(message.to[0] for message in mail.outbox if "Åfjord" in message.body)
    assert told_to == ["member-b@example.org", "secretary@example.org"]
    Adoption.objects.all().delete()
    assert digest.tell_teams(NOW) == 0
