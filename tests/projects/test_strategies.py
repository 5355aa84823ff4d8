"""The page of a strategy and its article, as visitors get it."""

import pytest
from django.test import Client

from search.models import SearchDocument
from tests.sites import add_strategy, make_site

pytestmark = pytest.mark.django_db
ARTICLE = '<div class="prose" lang="fi"><p>Yötyö ja älykäs kylä: näin se syntyi.</p>\n'


def test_article_about_a_strategy_is_read_in_every_frame_and_found_by_its_words(client: Client):
    make_site("en", "fi", "is")
    body = [("paragraph", "<p>Yötyö ja älykäs kylä: näin se syntyi.</p>")]
    add_strategy("fi", title="Kylästrategia", slug="kylastrategia", body=body)

    for language in ("en", "is"):
        page = client.get(f"/{language}/strategies/kylastrategia/").content.decode()
        assert ARTICLE in page
    assert ARTICLE.replace(' lang="fi"', "") in client.get("/fi/strategies/kylastrategia/").content.decode()
    assert "näin se syntyi" in SearchDocument.objects.get(kind="strategy").body


def test_strategy_without_an_article_has_no_empty_space_for_it(client: Client):
    make_site("en")
    add_strategy(title="Village strategy", slug="village-strategy")

    page = client.get("/en/strategies/village-strategy/").content.decode()
    assert 'class="prose"' not in page
    assert "Read the strategy (strategy.example)" in page
