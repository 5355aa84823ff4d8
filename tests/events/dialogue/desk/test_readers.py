"""Editors of the model look at every desk: they change nothing, take nothing away, and see no address."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from events.dialogue.models import DialogueLog, Follower
from events.dialogue.synthesis import grouping
from partners.teams.groups import model_editors
from tests.events.dialogue.desk.test_access import POSTS, everything
from tests.events.dialogue.occasions import NOW, contribute, make_question, make_theme, shown

pytestmark = pytest.mark.django_db
READ = ("overview", "queue", "contributions", "contribution", "board", "theme", "replies")
#: What takes no form of anybody.
NO_FORMS = {*READ, "log", "csv", "xlsx"} - {"theme"}
ADDRESS = "lukija@example.org"


@pytest.fixture
def reader(client):
    """Somebody who writes the model and is in no team."""
    user = get_user_model().objects.create_user("þóra", "thora@example.org", "a long password")
    user.groups.add(model_editors())
    client.force_login(user)
    return client


@pytest.fixture
def addresses(occasion, anna):
    """Every address of a desk, with things in it."""
    theme, one, waiting = make_theme(occasion), shown(occasion, "Meira ljós"), contribute(occasion)
    grouping.put(theme.pk, [one.pk], anna, NOW)
    Follower.objects.create(
        contribution=one,
        address=ADDRESS,
        address_hmac="x",
        language="fi",
        created_at=NOW,
        confirmed_at=NOW,
        ends_at=NOW,
    )
    with_one, with_theme = ("decide", "reply_contribution"), ("theme", "reply_theme")
    plain = ("overview", "room", "report", "log", "queue", "import", "contributions", "csv", "xlsx")
    plain += ("translate", "board", "group", "grouping", "new_theme", "suggested", "proposals", "replies")
    parts = {
        **dict.fromkeys(plain, ()),
        **dict.fromkeys(with_one, (one.pk,)),
        **dict.fromkeys(with_theme, (theme.pk,)),
        "contribution": (waiting.pk,),
        "rendering": (one.pk, "fi"),
    }
    found = {name: reverse(f"dialogue_{name}", args=[occasion.pk, *more]) for name, more in parts.items()}
    return {**found, "live": reverse("live_desk", args=[occasion.pk])}


def test_reader_sees_the_queue_the_themes_and_the_replies_without_forms_or_addresses(reader, addresses):
    for name in (*READ, "live"):
        response = reader.get(addresses[name])
        assert response.status_code == 200, name
        assert "You can read everything here, and change nothing." in response.text, name
        assert ADDRESS not in response.text, name
        main = response.text.partition("<main")[2]
        assert name == "live" or 'name="action"' not in main, name
        assert name == "live" or "<textarea" not in main, name


def test_reader_is_refused_every_form_and_every_file(reader, addresses):
    before, logged = everything(), DialogueLog.objects.count()
    for name, address in addresses.items():
        response = reader.post(address, {"action": "show", "do": "open_room", "text": "Minun"})
        assert response.status_code == (405 if name in NO_FORMS else 404), name
        if name not in (*READ, "live"):
            assert reader.get(address).status_code == (405 if name in POSTS else 404), name
    assert everything() == before
    assert DialogueLog.objects.count() == logged


def test_reader_finds_the_desks_of_all_and_the_standing_questions(reader, addresses, occasion):
    make_question()
    listed = reader.get("/admin/occasions/")
    assert occasion.title in listed.text
    standing = reverse("dialogue_overview", args=["standing"])
    assert standing in listed.text
    assert reader.get(standing).status_code == 200


def test_reader_of_a_team_keeps_what_the_team_may(reader, addresses, occasion, anna):
    anna.groups.add(model_editors())
    desk = Client()
    desk.force_login(anna)
    assert "change nothing" not in desk.get(addresses["queue"]).text
    assert desk.get(addresses["csv"]).status_code == 200


def test_group_is_there_after_a_migration(db):
    assert apps.get_model("auth", "Group").objects.filter(name="Model editors").exists()
