"""The case library: filters that combine, exact facets, a bounded page."""

import random
from datetime import UTC, datetime

import pytest
from django.http import QueryDict
from django.test import Client

from portal.core.hooks.bulk import bulk_change
from portal.core.models import PublishedText
from portal.core.models.frame import frame_for
from projects.library.filters import CaseFilters
from projects.library.results import PER_PAGE, find_cases
from projects.models import CaseStudyPage
from tests.kept_rows import kept
from tests.sites import add_case, add_element, add_partner, make_site

pytestmark = pytest.mark.django_db


def filters(query: str) -> CaseFilters:
    return CaseFilters.from_query(QueryDict(query))


@pytest.fixture
@kept
def library() -> dict[str, CaseStudyPage]:
    """Twenty cases with drawn facts."""
    make_site("en", "da")
    elements = [add_element(slug=f"element-{n}") for n in range(3)]
    partners = [add_partner(slug=f"partner-{n}") for n in range(2)]
    draw = random.Random(7)
    with bulk_change():
        return {
            f"case-{n}": add_case(
                draw.choice(["en", "da"]),
                slug=f"case-{n}",
                elements=draw.sample(elements, draw.randint(1, 3)),
                partners=draw.sample(partners, draw.randint(0, 2)),
                country=draw.choice(["DK", "FI", "IS"]),
                size_band=draw.choice(["", "small", "large"]),
                rural=draw.choice([True, False]),
                start_year=draw.choice([None, 2018, 2020]),
            )
            for n in range(20)
        }


def test_facet_counts_hold_under_all_other_filters(library: dict[str, CaseStudyPage]):
    """Every count that a facet shows is the number of cases found when that option alone is chosen in it."""
    frame = frame_for("en")
    for query in (
        "",
        "country=DK",
        "country=DK&country=IS&size=small",
        "element=element-1&settlement=rural&period=2015-2019",
    ):
        chosen = filters(query)
        for facet in find_cases(chosen, "en", frame).facets:
            for option in facet.options:
                alone = CaseFilters({**chosen.chosen, facet.name: (option.value,)})
                assert (query, facet.name, option.value, find_cases(alone, "en", frame).total) == (
                    query, facet.name, option.value, option.count,
                )  # fmt: skip


def test_filters_widen_within_and_narrow_between(library: dict[str, CaseStudyPage]):
    frame = frame_for("en")

    both = find_cases(filters("country=DK&country=FI"), "en", frame)
    narrowed = find_cases(filters("country=DK&country=FI&size=small"), "en", frame)

    rows = list(library.values())
    assert both.total == sum(case.country in {"DK", "FI"} for case in rows)
    assert narrowed.total == sum(case.country in {"DK", "FI"} and case.size_band == "small" for case in rows)


def test_a_page_is_bounded_and_every_case_is_on_exactly_one(library: dict[str, CaseStudyPage]):
    frame = frame_for("en")

    first, second = (find_cases(filters(""), "en", frame, page).cases for page in ("1", "2"))

    assert (len(first), len(second)) == (PER_PAGE, 20 - PER_PAGE)
    assert {case.slug for case in [*first, *second]} == set(library)


def test_chips_take_one_value_away(library: dict[str, CaseStudyPage]):
    chips = find_cases(filters("country=DK&size=small"), "en", frame_for("en")).chips

    assert [(chip.label, chip.remove) for chip in chips] == [
        ("Denmark", "?size=small"),
        ("Small (under 20,000)", "?country=DK"),
    ]


def test_labels_are_in_the_readers_language(client: Client, library: dict[str, CaseStudyPage]):
    text = client.get("/da/projects/").content.decode()

    assert "Danmark" in text
    assert "Lille (under 20.000)" in text


def test_the_number_of_queries_does_not_grow_with_the_cases(client: Client, django_assert_num_queries):
    make_site("en")
    element = add_element()
    add_case(elements=[element])
    client.get("/en/projects/")
    with django_assert_num_queries(8):
        client.get("/en/projects/")

    for _ in range(9):
        add_case(elements=[element])

    with django_assert_num_queries(8):
        client.get("/en/projects/")


def test_every_order_is_an_address_that_filters_view_and_languages_keep(client: Client):
    make_site("en", "is")
    days = [datetime(2026, 1, day, tzinfo=UTC) for day in (3, 2, 1)]
    rows = [("en", "Åstorp", "SE", 2018), ("is", "Þorp", "IS", 2020), ("en", "Zebrabyen", "DK", 2020)]
    for (language, title, country, year), day in zip(rows, days, strict=True):
        case = add_case(language, title=title, country=country, start_year=year)
        CaseStudyPage.objects.filter(pk=case.pk).update(first_published_at=day)
        PublishedText.objects.update_or_create(page=case, defaults={"changed_at": datetime(2026, 2, 1, tzinfo=UTC)})
    PublishedText.objects.filter(page__title="Þorp").update(changed_at=datetime(2026, 2, 2, tzinfo=UTC))

    def titles(query: str, language: str = "en") -> list[str]:
        found = find_cases(filters(query), language, frame_for(language))
        return [case.shown_title for case in found.cases]

    assert titles("") == ["Zebrabyen", "Þorp", "Åstorp"]  # Both of 2020: the one in the reader's language first.
    assert titles("", "is") == ["Þorp", "Zebrabyen", "Åstorp"]
    assert titles("sort=newest") == ["Åstorp", "Þorp", "Zebrabyen"]
    assert titles("sort=changed") == ["Þorp", "Åstorp", "Zebrabyen"]
    assert titles("sort=title") == ["Åstorp", "Þorp", "Zebrabyen"]
    assert titles("sort=title", "is") == ["Åstorp", "Zebrabyen", "Þorp"]
    assert titles("sort=country") == ["Zebrabyen", "Þorp", "Åstorp"]
    assert titles("sort=relevance") == titles("sort=random") == titles("")

    page = client.get("/en/projects/?country=SE&country=IS&sort=title").content.decode()
    for address in (
        "?country=SE&amp;sort=title",  # A filter taken away,
        "?country=SE&amp;country=IS&amp;sort=title&amp;view=map",  # another view,
        "?country=SE&amp;country=IS",  # the order that fits,
        "/is/projects/?country=SE&amp;country=IS&amp;sort=title",  # another language.
    ):
        assert f'href="{address}"' in page
    assert '<input type="hidden" name="sort" value="title">' in page
    assert "filter that does not exist" not in page
    for unknown in ("sort=random", "view=globe"):
        assert "filter that does not exist" in client.get(f"/en/projects/?{unknown}").content.decode()


def test_words_are_answered_best_match_first_unless_another_order_is_chosen():
    assert filters("q=bus").order == filters("q=bus&sort=relevance").order == "relevance"
    assert filters("q=bus&sort=relevance").query_string() == "?q=bus"
    assert filters("q=bus&sort=start").query_string() == "?q=bus&sort=start"
    assert filters("sort=start&view=list").query_string() == "?"
