"""An autosave and a button are answered at the same time: what was published stays public."""

import threading
import time
from functools import partial
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail import hooks

from home.models import StandardPage
from tests.forms import fields_of
from tests.portal.core.pagecache.test_load import BODY
from tests.portal.editing.publication.test_page_editor import AUTOSAVE
from tests.portal.editing.translations.test_passing_on_race import PATIENCE, someone_waits, start
from tests.sites import add_standard, make_site

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("waiting_for_the_worker"),
]


def test_an_autosave_that_read_a_page_before_it_was_published_does_not_hide_it():
    make_site("en")
    draft = add_standard(title="Draft")
    draft.unpublish()
    browser = Client()
    browser.force_login(get_user_model().objects.create_superuser("root", "root@example.org", "Fjordvegen-71"))
    address = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    form = fields_of(browser.get(address).content.decode(), "title") | {"title": "Æblehaven á Bíldudal", **BODY}
    public = form | {"action-publish": "1"}
    threads: list[threading.Thread] = []

    def publish_meanwhile(request: Any, page: Any) -> None:
        if request.headers.get("accept") == AUTOSAVE["accept"]:
            threads.append(start(partial(browser.post, address, public)))
            until = time.monotonic() + PATIENCE
            while threads[0].is_alive() and not someone_waits() and time.monotonic() < until:
                time.sleep(0.02)

    with hooks.register_temporarily("before_edit_page", publish_meanwhile):
        saved = browser.post(address, form, headers=AUTOSAVE)
        threads[0].join(PATIENCE)

    page = StandardPage.objects.get(pk=draft.pk)
    assert saved.status_code == 200, saved.content
    assert (page.live, page.title) == (True, "Æblehaven á Bíldudal")
