"""The desk answers 404 to other teams, for every address and way of asking; looking changes nothing."""

import pytest
from django.apps import apps
from django.db.models import Model
from django.urls import reverse

from events.dialogue.models import DialogueLog
from events.dialogue.synthesis import grouping
from tests.events.dialogue.occasions import NOW, contribute, make_organisation, make_question, make_theme, member, shown

pytestmark = pytest.mark.django_db
#: What only takes forms.
POSTS = ("room", "report", "decide", "rendering", "translate", "group", "new_theme", "suggested", "proposals")


@pytest.fixture
def addresses(occasion, anna):
    """Every address of an occasion's desk, with things in it."""
    theme, one, waiting = make_theme(occasion), shown(occasion), contribute(occasion)
    grouping.put(theme.pk, [one.pk], anna, NOW)
    parts = {
        "overview": [],
        "room": [],
        "report": [],
        "log": [],
        "queue": [],
        "import": [],
        "contributions": [],
        "csv": [],
        "xlsx": [],
        "contribution": [waiting.pk],
        "decide": [waiting.pk],
        "reply_contribution": [one.pk],
        "rendering": [one.pk, "fi"],
        "translate": [],
        "board": [],
        "group": [],
        "new_theme": [],
        "suggested": [],
        "proposals": [],
        "theme": [theme.pk],
        "replies": [],
        "reply_theme": [theme.pk],
    }
    return {name: reverse(f"dialogue_{name}", args=[occasion.pk, *more]) for name, more in parts.items()}


def everything() -> dict[type[Model], list[dict]]:
    """All rows of the dialogue but the log of who read and took away what."""
    models = [model for model in apps.get_app_config("dialogue").get_models() if model is not DialogueLog]
    return {model: list(model.objects.order_by("pk").values()) for model in models}


def test_others_are_told_that_there_is_nothing(client, addresses, db):
    client.force_login(member("eve", make_organisation("beta")))
    for name, address in addresses.items():
        assert client.get(address).status_code == (405 if name in POSTS else 404), name
        assert client.post(address).status_code in {404, 405}, name
        if name in POSTS:
            assert client.post(address).status_code == 404, name


def test_nobody_is_let_in_without_logging_in(client, addresses):
    for name, address in addresses.items():
        response = client.post(address) if name in POSTS else client.get(address)
        assert response.status_code == 302, name
        assert response["Location"].startswith(reverse("wagtailadmin_login"))


def test_the_team_and_the_secretariat_see_all_of_it(client, addresses, anna, sif):
    for user in (anna, sif):
        client.force_login(user)
        for name, address in addresses.items():
            if name not in POSTS:
                response = client.get(address)
                assert response.status_code == 200, name
                assert "no-store" in response["Cache-Control"], name


def test_looking_changes_nothing(client, addresses, anna):
    client.force_login(anna)
    before = everything()
    for address in addresses.values():
        client.get(address)
        client.head(address)
    assert everything() == before


@pytest.mark.parametrize("slug", ["0", "99999999999999999999", "٣", "nothing", "-1"])
def test_numbers_of_nothing_are_not_found(client, sif, slug):
    client.force_login(sif)
    assert client.get(f"/admin/input/{slug}/").status_code == 404


def test_standing_questions_are_for_the_secretariat(client, anna, sif):
    contribute(None, question=make_question())
    for user, status in ((anna, 404), (sif, 200)):
        client.force_login(user)
        for name in ("overview", "queue", "contributions", "import", "log", "csv"):
            assert client.get(reverse(f"dialogue_{name}", args=["standing"])).status_code == status, name
    assert client.get(reverse("dialogue_board", args=["standing"])).status_code == 404


def test_the_list_shows_own_occasions_only(client, occasion, anna, sif):
    address = "/admin/occasions/"
    client.force_login(member("eve", make_organisation("beta")))
    assert occasion.title not in client.get(address).content.decode()
    for user, standing in ((anna, False), (sif, True)):
        client.force_login(user)
        html = client.get(address).content.decode()
        assert occasion.title in html
        assert (reverse("dialogue_overview", args=["standing"]) in html) is standing
