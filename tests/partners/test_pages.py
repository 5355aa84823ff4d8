import pytest
from django.test import Client

from partners.models import Organisation
from tests.sites import add_partner, make_site


@pytest.mark.django_db
def test_an_organisation_follows_the_name_of_its_original_page():
    make_site("en", "da")
    page = add_partner("en", title="Testland Council")
    add_partner("da", of=page, title="Testlands Råd", slug=page.slug)

    page.title = "Council of Testland"
    page.save_revision().publish()

    assert [organisation.name for organisation in Organisation.objects.all()] == ["Council of Testland"]


@pytest.mark.django_db
def test_the_overview_says_where_partners_are_and_what_they_do_in_the_readers_language(client: Client):
    make_site("en", "da")
    page = add_partner("en", title="Testland Council", city="København", country="DK", summary="Draws maps of places.")
    danish = add_partner("da", of=page, title="Testlands Råd", slug=page.slug, summary="Tegner kort over steder.")

    english = shown(client, "en")
    assert ("Copenhagen, Denmark" in english, "Draws maps of places." in english) == (True, True)
    assert ("Tegner kort over steder." in shown(client, "da"), "Draws maps" in shown(client, "da")) == (True, False)

    danish.unpublish()
    assert '<p lang="en">Draws maps of places.</p>' in shown(client, "da")


def shown(client: Client, language: str) -> str:
    """The overview of partners, as visitors get it."""
    return client.get(f"/{language}/partners/").content.decode()
