"""From an address to a logged-in editor with a team."""

import re
from io import StringIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from partners.models import Organisation, Team
from tests.forms import fields_of
from tests.kept_rows import kept
from tests.partners.world import make_user, make_world, secretariat
from tests.sites import add_partner, make_site
from tests.undoing import post_and_undo

pytestmark = pytest.mark.django_db
PASSWORD = "a fictional passphrase"


def faults_of(html: str) -> dict[str, Any]:
    """What is said to be wrong, by the name of the field at which it stands."""
    wrong = BeautifulSoup(html, "html.parser").select(".w-field__wrapper .error-message")
    return {fault.find_parent(class_="w-field__wrapper").find("input")["name"]: fault for fault in wrong}


@pytest.fixture
@kept
def organisation() -> Organisation:
    make_site("en", "da")
    return add_partner(title="Testby", slug="testby").organisation


def invited(**options: object) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("invite_editor", email="New.Editor@example.org", stdout=out, **options)
    return out.getvalue().strip()


def test_invitation_makes_the_team_and_leads_to_a_logged_in_editor(organisation, client: Client, run_tasks):
    link = invited(organisation="testby", language="da")
    team = Team.objects.get(organisation=organisation)
    user = get_user_model().objects.get(email="new.editor@example.org")
    assert (team.can_publish, list(team.group.user_set.all()), user.has_usable_password()) == (False, [user], False)
    run_tasks()
    [message] = mail.outbox
    assert message.to == ["new.editor@example.org"]
    mailed = re.search(r"http://testserver(/da/invitation/\S+)", message.body)
    assert mailed
    path = link.removeprefix("http://testserver")
    form = client.get(path, follow=True)
    address = form.redirect_chain[-1][0]
    assert path not in address
    answer = client.post(address, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert answer.headers["Location"] == reverse("wagtailadmin_home")
    home = client.get(reverse("wagtailadmin_home"))
    assert home.status_code == 200
    assert '<html lang="da"' in home.content.decode()
    for used in (path, mailed.group(1)):
        again = Client().get(used, follow=True).content.decode()
        assert "new_password1" not in again


def test_opening_the_link_changes_nothing(organisation, client: Client):
    link = invited(organisation="testby").removeprefix("http://testserver")
    for _time in range(3):
        assert "new_password1" in Client().get(link, follow=True).content.decode()
    assert not get_user_model().objects.get().has_usable_password()


def test_a_weak_password_is_refused(organisation, client: Client):
    link = invited(organisation="testby").removeprefix("http://testserver")
    address = client.get(link, follow=True).redirect_chain[-1][0]
    typed = {"new_password1": "short", "new_password2": "short", "first_name": "Ása", "last_name": "Þórsdóttir"}
    answer = client.post(address, typed)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["new_password1"], (
        "at the field for it, not at the one that repeats it"
    )
    assert not get_user_model().objects.get().has_usable_password()
    client.post(address, typed | {"new_password1": PASSWORD, "new_password2": PASSWORD})
    user = get_user_model().objects.get()
    assert (user.get_full_name(), user.has_usable_password()) == ("Ása Þórsdóttir", True)


def test_the_account_asks_no_name_of_who_changes_the_language(client: Client, organisation):
    user = get_user_model().objects.create_superuser("nameless", email="nameless@example.org", password=PASSWORD)
    client.force_login(user)
    page = reverse("wagtailadmin_account")
    shown = fields_of(client.get(page).content.decode(), "locale-preferred_language")
    assert client.post(page, shown | {"locale-preferred_language": "fi"}).status_code == 302
    new = {"password-new_password1": "short", "password-new_password2": "short"}
    weak = client.post(page, shown | {"password-old_password": PASSWORD} | new)
    described = {field: fault.get_text() for field, fault in faults_of(weak.content.decode()).items()}
    assert list(described) == ["password-new_password1"], described


def test_trusted_and_untrusted_again(organisation):
    invited(organisation="testby", trusted=True)
    assert Team.objects.get().can_publish
    invited(organisation="testby")
    assert Team.objects.get().can_publish, "an invitation without the flag leaves the team as it is"


def test_an_editor_with_a_password_joins_without_a_new_one(organisation, run_tasks):
    user = make_user("new.editor")
    assert invited(organisation="testby") == "This editor has an account already and can log in."
    assert user.groups.get().team.organisation == organisation
    run_tasks()
    assert "invitation" not in mail.outbox[0].body


def test_command_names_what_is_wrong(organisation):
    with pytest.raises(CommandError, match="Known: testby"):
        invited(organisation="nowhere")
    with pytest.raises(CommandError, match="not an email address"):
        call_command("invite_editor", organisation="testby", email="nobody")
    get_user_model().objects.create_user("off", "new.editor@example.org", is_active=False)
    with pytest.raises(CommandError, match="switched off"):
        invited(organisation="testby")
    assert not Team.objects.exists(), "an invitation that fails leaves no team behind"
    with pytest.raises(CommandError, match="secretariat publishes anyway"):
        invited(secretariat=True, trusted=True)


def test_a_user_name_that_is_taken_is_said_clearly(organisation, client: Client):
    get_user_model().objects.create_user("new.editor@example.org", "old@example.org")
    with pytest.raises(CommandError, match="Another account has this address as its user name"):
        invited(organisation="testby")
    assert not Team.objects.exists()
    client.force_login(make_user("secretary", secretariat()))
    page = reverse("partners_team", args=[organisation.pk])
    answer = client.post(page, {"action": "invite", "email": "New.Editor@example.org", "language": "fi"})
    assert "Another account has this address as its user name" in answer.content.decode()
    assert not Team.objects.exists()


def test_an_account_that_is_switched_off_is_not_revived(organisation, client: Client):
    off = get_user_model().objects.create_user("off", "off@example.org", is_active=False)
    client.force_login(make_user("secretary", secretariat()))
    page = reverse("partners_team", args=[organisation.pk])
    answer = client.post(page, {"action": "invite", "email": off.email, "language": "fi"}).content.decode()
    assert "The account with this address is switched off" in answer
    assert not off.groups.exists()


def test_secretariat_invites_and_removes_in_the_admin(organisation, client: Client):
    client.force_login(make_user("secretary", secretariat()))
    assert "Testby" in client.get(reverse("partners_teams")).content.decode()
    page = reverse("partners_team", args=[organisation.pk])
    answer = client.post(page, {"action": "invite", "email": "X@example.org", "language": "fi"}).content.decode()
    assert re.search(r"http://testserver/fi/invitation/\S+/\S+/", answer)
    user = Team.objects.get().group.user_set.get()
    client.post(page, {"action": "trust", "trusted": "on"})
    assert Team.objects.get().can_publish
    asked = client.post(page, {"action": "remove", "user": str(user.pk)}).content.decode()
    assert "The person can then no longer open or change its pages." in asked
    assert user.groups.exists(), "nobody is removed without a second click"
    gone = {"action": "remove", "user": str(user.pk), "sure": "1"}
    assert post_and_undo(client, page, gone) == "Taken back: it is as it was before."
    assert user.groups.exists()
    client.post(page, gone)
    assert not Team.objects.get().group.user_set.exists()
    assert client.get(page).status_code == 200


def test_members_cannot_open_the_pages_of_teams(client: Client):
    world = make_world()
    client.force_login(world.a.member)
    for path in (reverse("partners_teams"), reverse("partners_team", args=[world.a.organisation.pk])):
        assert client.get(path).status_code == 302
        assert client.post(path, {"action": "invite", "email": "x@example.org", "language": "en"}).status_code == 302
    assert not get_user_model().objects.filter(email="x@example.org").exists()
