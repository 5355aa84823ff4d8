"""Orders that are the same on every database, and the cases that belong beside a case."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partners.involvement import Partner
from partners.models import PartnerPage
from portal.core.models.frame import frame_for
from projects.models import GlossaryConcept, GlossaryEntry
from projects.queries import (
    cases_from_like_places,
    cases_of_element,
    cases_of_partner,
    glossary_concepts,
    listed_strategies,
    summaries_of_cases,
    telling_cases,
)
from tests.sites import add_case, add_element, add_partner, add_strategy, make_site

pytestmark = pytest.mark.django_db
YEARS = {"without": None, "old": 2015, "new": 2022}


def seen_in_english(page: PartnerPage) -> Partner:
    return Partner(page.translation_key, page.organisation_id, "en", frame_for("en"))


def test_what_has_no_year_stands_behind_what_has_one():
    make_site("en")
    element, partner = add_element(), add_partner()
    for slug, year in YEARS.items():
        add_case(slug=slug, start_year=year, elements=[element], partners=[partner])
        add_strategy(slug=slug, year=year)

    lists = [
        cases_of_element(element.translation_key, "en"),
        cases_of_partner(seen_in_english(partner)).rows,
        listed_strategies("en"),
    ]

    assert [[page.slug for page in pages] for pages in lists] == [["new", "old", "without"]] * 3
    assert [case.title for case in summaries_of_cases("en")][-1] == cases_of_element(
        element.translation_key, "en"
    ).last().title


def test_cases_from_like_places_are_from_places_as_large_and_as_rural_in_other_countries():
    make_site("en")
    first, second = add_element(), add_element()
    case = add_case(elements=[first], country="DK", size_band="small", rural=True)
    add_case(slug="city", elements=[first], country="FI", size_band="large")
    add_case(slug="neighbour", elements=[first, second], country="DK", size_band="small", rural=True)
    add_case(slug="town", elements=[first], country="FI", size_band="small", rural=False)
    add_case(slug="like", elements=[second], country="FI", size_band="small", rural=True, start_year=2023)
    add_case(slug="like-and-same", elements=[first, second], country="IS", size_band="small", rural=True)

    assert [other.slug for other in cases_from_like_places(case)] == ["like-and-same", "like", "neighbour"]


def test_lists_read_neither_texts_nor_what_a_draft_changes():
    make_site("en")
    element, partner = add_element(), add_partner()
    case = add_case(elements=[element], partners=[partner])
    add_case(slug="other", elements=[element], partners=[partner])
    add_strategy(slug="strategy")
    frame, seen = frame_for("en"), seen_in_english(partner)

    with CaptureQueriesContext(connection) as asked:
        cases = [
            *cases_from_like_places(case),
            *cases_of_partner(seen).rows,
            *telling_cases(element.translation_key, "en", frame)[0],
        ]
        rows = [(page.slug, page.country_name, page.language) for page in (*cases, *listed_strategies("en"))]

    read = [query["sql"] for query in asked if "wagtailcore_page" in query["sql"]]
    assert {row[0] for row in rows} == {case.slug, "other", "strategy"}
    assert len(read) == 7
    assert [sql for sql in read if "revision" in sql or "challenge" in sql or "draft_title" in sql] == []


def test_the_glossary_is_in_the_alphabetical_order_of_the_reader():
    for number, term in enumerate(("öppen", "ägare", "åtgärd", "zon")):
        concept = GlossaryConcept.objects.create(slug=f"concept-{number}")
        GlossaryEntry.objects.create(concept=concept, language="sv", term=term)

    assert [concept["own"].term for concept in glossary_concepts("sv")] == ["zon", "åtgärd", "ägare", "öppen"]


def test_every_letter_of_the_glossary_leads_to_its_first_page(client: Client):
    make_site("en", "is")
    words = [f"adda {number:02}" for number in range(41)] + ["þing", "æra"]
    for number, term in enumerate(words):
        concept = GlossaryConcept.objects.create(slug=f"concept-{number}")
        GlossaryEntry.objects.create(concept=concept, language="is", term=term)

    first, second = (client.get(f"/is/glossary/{query}").content.decode() for query in ("", "?page=2"))

    assert re.findall(r'href="([^"]*)#letter-(.)"', first) == [("", "A"), ("?page=2", "Þ"), ("?page=2", "Æ")]
    assert re.findall(r'href="([^"]*)#letter-(.)"', second) == [("/is/glossary/", "A"), ("", "Þ"), ("", "Æ")]
    assert [re.findall(r'id="letter-(.)"', page) for page in (first, second)] == [["A"], ["A", "Þ", "Æ"]]
