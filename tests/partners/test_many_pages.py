"""The page of a partner with very many cases: as much of them as people look at, in as many queries."""

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partners.involvement import PER_PAGE
from partners.models import PartnerPage
from projects.models import CaseStudyPage, StrategyPartner
from tests.kept_rows import kept
from tests.sites import add_case, add_element, add_partner, add_strategy, make_site

pytestmark = pytest.mark.django_db
EXTRA = 3


@pytest.fixture
@kept
def partner(db) -> PartnerPage:
    make_site(*dict(settings.LANGUAGES))
    partner, element = add_partner(slug="thorshofn"), add_element()
    for number in range(PER_PAGE + EXTRA):
        add_case(title=f"Þjónusta {number:02}", slug=f"case-{number}", partners=[partner], elements=[element])
    strategy = add_strategy(title="Stefna")
    strategy.strategy_partners.add(StrategyPartner(partner=partner))
    strategy.save()
    return partner


def titles(client: Client, address: str) -> list[str]:
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return [link.text.strip() for link in page.select(".card__link")]


@pytest.mark.parametrize("language", dict(settings.LANGUAGES))
def test_a_page_shows_some_of_the_cases_and_leads_to_all(client: Client, partner, language: str):
    address = f"/{language}{partner.url_path.removeprefix('/en')}"
    page = client.get(address).content.decode()
    assert 'href="?page=2"' in page
    first, second = titles(client, address), titles(client, f"{address}?page=2")
    assert (len(first), len(second)) == (PER_PAGE, EXTRA)
    assert len({*first, *second}) == PER_PAGE + EXTRA
    assert "Stefna" in page, "the shorter list is on the first page"
    assert "Stefna" not in client.get(f"{address}?page=2").content.decode()


@pytest.mark.parametrize(
    ("asked", "number"), [("0", EXTRA), ("99", EXTRA), ("9" * 30, EXTRA), ("x", PER_PAGE), ("", PER_PAGE)]
)
def test_a_page_that_does_not_exist_gives_one_that_does(client: Client, partner, asked: str, number: int):
    assert len(titles(client, f"{partner.url_path}?page={asked}")) == number


def test_a_page_takes_as_many_queries_for_many_cases(client: Client, partner):
    counts = []
    for more in (0, PER_PAGE):
        for number in range(more):
            add_case(title=f"Brú {number}", slug=f"more-{number}", partners=[partner])
        client.get(partner.url_path)
        CaseStudyPage.objects.first().save()
        with CaptureQueriesContext(connection) as queries:
            assert len(titles(client, partner.url_path)) == PER_PAGE
        counts.append(len(queries))
    assert counts == [9, 9]
