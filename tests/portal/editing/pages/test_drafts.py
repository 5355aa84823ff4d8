"""What the browser needs to keep what is typed: whose session it is, a fresh token, and word of what was saved."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from portal.editing.pages import drafts
from tests.partners.world import PASSWORD, make_user, secretariat

pytestmark = pytest.mark.django_db


def test_session_says_whose_it_is_and_gives_a_token_that_works():
    user = make_user("writer", secretariat())
    client = Client(enforce_csrf_checks=True)
    asked = {"path": reverse("portal_draft_session"), "headers": {"X-Requested-With": "XMLHttpRequest"}}
    assert client.get(**asked).status_code == 403, "not a page to log in: the script must tell the difference"
    client.force_login(user)
    before = client.get(**asked).json()
    assert before["account"] == user.pk
    client.logout()
    assert client.get(**asked).status_code == 403
    client.login(username="writer", password=PASSWORD)
    answer = client.get(**asked)
    assert "no-store" in answer.headers["Cache-Control"]
    assert (
        client.post(reverse("wagtailadmin_logout"), {"csrfmiddlewaretoken": answer.json()["token"]}).status_code == 302
    )


def test_every_page_of_the_admin_has_the_words_in_its_language(client: Client):
    user = make_user("writer", secretariat())
    UserProfile.objects.create(user=user, preferred_language="da")
    client.force_login(user)
    shown = client.get(reverse("wagtailadmin_home")).content.decode()
    found = re.search(r'<script id="portal-drafts" type="application/json">(.*?)</script>', shown)
    told = json.loads(found[1])
    words = told["words"]
    assert told["seconds"] == 14 * 24 * 3600, "old drafts go with the session"
    assert words["ended"].startswith("Du er blevet logget ud.")
    assert "%(time)s" in words["kept"]


def test_key_names_account_and_form():
    user = make_user("writer")
    assert drafts.draft_key(user, "desk", 12) == f"{user.pk}:desk:12"
