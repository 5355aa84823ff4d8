"""The editor of pages: what one's own autosave stores is not taken for somebody else's version."""

from contextlib import contextmanager
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail import hooks

from projects.models import CaseStudyPage
from tests.forms import fields_of
from tests.partners.teams.test_ownership import case_form
from tests.partners.world import World

pytestmark = pytest.mark.django_db
AUTOSAVE = {"accept": "application/json"}


@contextmanager
def meanwhile(user: Any):
    """``user`` stores a newer version while the next request to the editor is answered."""

    def store(request: Any, page: Any) -> None:
        if request.method == "POST" and not stored:
            stored.append(CaseStudyPage.objects.get(pk=page.pk).save_revision(user=user))

    stored: list[Any] = []
    with hooks.register_temporarily("before_edit_page", store):
        yield


@pytest.mark.parametrize(("own", "status"), [(True, 200), (False, 400)])
def test_an_autosave_on_its_way_is_no_conflict_but_a_colleagues_is(
    client: Client, world: World, own: bool, status: int
):
    client.force_login(world.a.member)
    address = reverse("wagtailadmin_pages:edit", args=[world.a.case.pk])
    form = case_form(world, slug=world.a.case.slug, title="Case a")
    with meanwhile(world.a.member if own else world.secretary):
        refused = client.post(address, form | {"key_figures-count": "1", **UNNAMED_FIGURE, "action-publish": "1"})
    shown = fields_of(refused.content.decode(), "title")
    known = {name: value for name, value in shown.items() if name.startswith("loaded_revision")}
    assert known
    answer = client.post(address, form | known, headers=AUTOSAVE)
    assert answer.status_code == status, answer.content


#: A key figure that says nothing: the form comes back.
UNNAMED_FIGURE = {
    "key_figures-0-deleted": "",
    "key_figures-0-order": "0",
    "key_figures-0-type": "figure",
    "key_figures-0-id": "",
    "key_figures-0-value-number": "5",
    "key_figures-0-value-unit": "",
    "key_figures-0-value-what": "Things",
    "key_figures-0-value-publisher": "",
    "key_figures-0-value-url": "no address",
    "key_figures-0-value-year": "",
}
