import pytest

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
