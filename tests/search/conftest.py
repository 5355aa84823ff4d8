"""A small, plainly fictional portal to search in."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from partners.models import PartnerIndexPage, PartnerPage
from portal.core.hooks.bulk import bulk_change
from projects.models import (
    CaseLibraryPage,
    CaseStudyPage,
    ElementIndexPage,
    ElementPage,
    GlossaryConcept,
    GlossaryEntry,
)
from search.concepts.glossary import forget_glossary
from tests.kept_rows import make_or_put_back
from tests.sites import add_page, make_site

STORY = {"challenge": "<p>Too much snow.</p>", "approach": "<p>Ploughs that talk.</p>", "result": "<p>Clear roads.</p>"}


@pytest.fixture(autouse=True)
def own_glossary() -> None:
    """No test sees the glossary of another one."""
    forget_glossary()


def add_case(language: str = "en", of: CaseStudyPage | None = None, **fields: object) -> CaseStudyPage:
    """A case study with a story about snow ploughs."""
    facts = {"country": "NO", "municipality": "Testvik", "size_band": "small", "start_year": 2019}
    return add_page(CaseStudyPage, CaseLibraryPage, language, of, **{**facts, **STORY, **fields})


STORIES = {
    "da": dict.fromkeys(STORY, "<p>Kommunens cykler.</p>"),
    "fi": dict.fromkeys(STORY, "<p>Asukkaat ja kunta.</p>"),
}


@pytest.fixture(scope="module")
def shared_portal(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, CaseStudyPage]]:
    """The portal, made once for the tests of a file."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_portal()
        transaction.set_rollback(True)


@pytest.fixture
def portal(shared_portal: dict[str, CaseStudyPage], db: None) -> dict[str, CaseStudyPage]:
    """Three cases in three languages, an element, a partner and a glossary concept; changes are undone.

    A file with tests that end their transactions makes a portal of its own for each test.
    """
    return deepcopy(shared_portal)


def make_portal() -> dict[str, CaseStudyPage]:
    """Three cases in three languages, an element, a partner and a glossary concept."""
    return make_or_put_back(_make_portal)


def _make_portal() -> dict[str, CaseStudyPage]:
    make_site("en", "da", "fi")
    with bulk_change():
        return _fill()


def _fill() -> dict[str, CaseStudyPage]:
    concept = GlossaryConcept.objects.create(slug="waste-sorting")
    for language, term in {"da": "affaldssortering", "fi": "jätteenlajittelu", "en": "waste sorting"}.items():
        GlossaryEntry.objects.create(concept=concept, language=language, term=term)
    element = add_page(ElementPage, ElementIndexPage, title="Shared sleds", slug="shared-sleds", number=1, body=[])
    partner = add_page(PartnerPage, PartnerIndexPage, title="Husky Institute", slug="husky-institute", country="FI")
    cases = {
        "snow": add_case(title="Snow in time", slug="snow-in-time", summary="Ploughs know where the snow falls."),
        "waste": add_case(
            "fi",
            title="Jätteenlajittelu Testilässä",
            slug="testila",
            country="FI",
            municipality="Testilä",
            start_year=2021,
            summary="Asukkaat lajittelevat jätteet kotona.",
            **STORIES["fi"],
        ),
        "bikes": add_case(
            "da",
            title="Bycykler i Prøveby",
            slug="bycykler",
            country="DK",
            municipality="Prøveby",
            size_band="large",
            start_year=2020,
            summary="Kommunens cykler deles af borgerne.",
            **STORIES["da"],
        ),
    }
    cases["snow"].case_elements.create(element=element)
    cases["snow"].case_partners.create(partner=partner)
    cases["snow"].save_revision().publish()
    return cases
