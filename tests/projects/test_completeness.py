"""How complete a case is: editors see it, and visitors find the cases that tell what they look for."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.completeness import number_told
from tests.kept_rows import kept
from tests.sites import add_case, make_site

pytestmark = pytest.mark.django_db
TOLD = {
    "contact_email": "hidden@test.example",
    "lessons": "<p>The first plough broke.</p>",
    "cost": "Two plain coins.",
    "skills": "Driving in snow.",
    "licence": "EUPL 1.2",
    "evidence": "<p>Counted by hand.</p>",
}


@pytest.fixture
@kept
def cases(db):
    make_site("en", "fi")
    return add_case(title="Full", **TOLD), add_case(title="Empty"), add_case(title="Cheap", cost="Nothing.")


def test_visitors_filter_by_what_cases_tell_and_no_address_leaks(client, cases):
    def titles(query):
        page = client.get(f"/en/projects/?{query}").content.decode()
        assert "hidden@" not in page
        return [link.text for link in BeautifulSoup(page, "html.parser").select(".card__link")]

    assert sorted(titles("tells=cost")) == ["Cheap", "Full"]
    assert titles("tells=contact") == ["Full"]
    assert sorted(titles("tells=lessons&tells=cost")) == ["Cheap", "Full"]
    assert len(titles("tells=sources")) == 3


def test_editors_see_what_is_told_while_editing_in_the_list_and_after_publishing(admin_client, cases):
    full, empty, _cheap = cases
    assert (number_told(full), number_told(empty)) == (6, 0)
    editor = admin_client.get(reverse("wagtailadmin_pages:edit", args=[full.pk])).content.decode()
    assert "6 of 7 parts are told." in editor
    assert "Sources: not told yet" in " ".join(BeautifulSoup(editor, "html.parser").select_one(".told").text.split())
    listed = admin_client.get(reverse("cases:index")).content.decode()
    assert "6 / 7" in listed
    assert "0 / 7" in listed


def test_the_list_of_editors_reads_the_texts_of_all_cases_at_once(admin_client, cases, django_assert_num_queries):
    admin_client.get(reverse("cases:index"))
    with CaptureQueriesContext(connection) as of_three:
        admin_client.get(reverse("cases:index"))
    for number in range(4):
        add_case(title=f"Børnehave {number}", **TOLD)
    with django_assert_num_queries(len(of_three)):
        admin_client.get(reverse("cases:index"))
