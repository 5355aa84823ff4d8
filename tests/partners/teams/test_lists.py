"""Lists and choosers of the admin as people ask them: with words, another page, another order, filters of old links."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.search.index import insert_or_update_object

from tests.partners.teams.test_classified import admin_addresses, classified
from tests.partners.world import World
from tests.sites import add_case

pytestmark = pytest.mark.django_db
#: What somebody types, or what is left of an address that was cut or comes from another list.
ASKED = {
    "q": "Þórshöfn 1%",
    "search": "Þórshöfn",
    "id": "x",
    "p": "x",
    "page": "99",
    "ordering": "-zz",
    "locale": "xx",
    "language": "xx",
    "content_type": "x",
    "owner": "x",
    "latest_revision_created_at_from": "31.12.",
}


def test_pages_to_link_to_are_found_by_words_among_own_and_public_ones(client: Client, world: World):
    public = add_case(title="Sjá Þórshöfn", organisation=world.b.organisation)
    draft = add_case(title="Ekki Þórshöfn", organisation=world.b.organisation)
    draft.unpublish()
    changed = add_case(title="Gamla Þórshöfn", organisation=world.b.organisation)
    changed.title = "Nýja Þórshöfn"
    changed.save_revision()
    own = add_case(title="Okkar Þórshöfn", organisation=world.a.organisation)
    own.unpublish()
    for page in (public, draft, changed, own):
        insert_or_update_object(page)  # as the worker does
    client.force_login(world.a.member)

    found = client.get(reverse("wagtailadmin_choose_page_search"), {"q": "þórsh"}).content.decode()

    assert "Sjá Þórshöfn" in found
    assert "Okkar Þórshöfn" in found
    assert not any(title in found for title in ("Ekki Þórshöfn", "Gamla Þórshöfn", "Nýja Þórshöfn"))


def test_lists_answer_whatever_they_are_asked(client: Client, world: World):
    client.force_login(world.a.member)
    lists = [a for a in admin_addresses() if not a.names and classified().get(a.route) in {"all", "own"}]

    answers = {list_.route: client.get(f"/{list_.route.replace('^', '').replace('$', '')}", ASKED) for list_ in lists}

    assert len(answers) > 50
    assert {route: answer.status_code for route, answer in answers.items() if answer.status_code >= 500} == {}
