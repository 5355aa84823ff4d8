"""The page of an event."""

import pytest
from bs4 import BeautifulSoup

from tests.sites import add_event, make_site

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("described", [True, False])
def test_the_text_has_a_heading_whatever_it_holds(client, described):
    make_site("is")
    page = add_event("is", description=[("paragraph", "<p>Um göngustíga.</p>")] if described else [])

    article = BeautifulSoup(client.get(page.url_path).content, "html.parser").article

    assert [heading.get_text() for heading in article.select("h2")][:1] == ["Um hvað þetta snýst"]
    assert ("Um göngustíga." in article.get_text()) is described
