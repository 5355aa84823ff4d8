"""The dashboard and the matrix of languages."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page

from home.models import StandardPage
from home.workbench.matrix import originals, progress
from portal.editing import states
from portal.editing.enums import State
from portal.models import TranslationState
from tests.partners.world import World, make_world

pytestmark = pytest.mark.django_db
DASHBOARD = "wagtailadmin_home"
MATRIX = "home_matrix"


@pytest.fixture
def world() -> World:
    world = make_world()
    states.refresh_all()
    return world


def add_many_pages(world: World, count: int) -> None:
    """``count`` pages with a state in every language, as they are after a few years."""
    home = Page.objects.get(pk=world.homes["en"].pk)
    kind = ContentType.objects.get_for_model(StandardPage)
    pages = [
        Page(
            title=f"Page {n}",
            draft_title=f"Page {n}",
            slug=f"many-{n}",
            path=f"{home.path}{Page._int2str(n + 1000).zfill(4)}",
            depth=3,
            numchild=0,
            content_type=kind,
            locale=home.locale,
            url_path=f"/en/many-{n}/",
            live=True,
        )
        for n in range(count)
    ]
    Page.objects.bulk_create(pages)
    every = [State.COMPLETE, State.OUTDATED, State.MISSING, State.PARTLY, State.REVIEWED]
    locales = [locale for locale in Locale.objects.all() if locale != home.locale]
    rows = [
        TranslationState(translation_key=p.translation_key, locale=home.locale, page=p, state=State.SOURCE)
        for p in pages
    ]
    rows += [
        TranslationState(translation_key=p.translation_key, locale=locale, state=every[n % 5], total=14)
        for n, p in enumerate(pages)
        for locale in locales
    ]
    TranslationState.objects.bulk_create(rows)


def test_matrix_of_a_team_holds_its_own_pages(client: Client, world: World):
    client.force_login(world.a.member)
    shown = client.get(reverse(MATRIX)).content.decode()
    assert "Event a" in shown
    assert "Event b" not in shown
    assert {row.page.title for row in originals(world.a.member).select_related("page")} == {
        "Partner a",
        "Case a",
        world.a.draft.title,
        "Event a",
    }


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("q=event", {"Event a", "Event b", "Events en"}),
        ("kind=partners.partnerpage", {"Partner a", "Partner b"}),
        ("language=da&state=partly", {"Case a", "Case b"}),
    ],
)
def test_matrix_is_filtered(client: Client, world: World, query: str, titles: set[str]):
    client.force_login(world.secretary)
    rows = client.get(f"{reverse(MATRIX)}?{query}").context["rows"]
    assert {row.page.title for row in rows.object_list} == titles
    mine = client.get(f"{reverse(MATRIX)}?{query}&organisation={world.a.organisation.pk}").context["rows"]
    assert {row.page.title for row in mine.object_list} == {title for title in titles if title.endswith("a")}


def test_progress_counts_what_is_wanted(world: World):
    TranslationState.objects.filter(locale__language_code="da", translation_key=world.a.event.translation_key).update(
        state=State.UNWANTED, wanted=False
    )
    english, danish = (p for p in progress(originals(world.a.member)) if p.code in {"en", "da"})
    assert (english.done, english.wanted, english.percent) == (4, 4, 100)
    assert (danish.done, danish.wanted, danish.percent) == (0, 3, 0)


@pytest.mark.parametrize("who", ["secretary", "member"])
@pytest.mark.parametrize("address", [DASHBOARD, MATRIX])
def test_two_thousand_pages_cost_no_more_than_25_queries(client, world, django_assert_max_num_queries, who, address):
    add_many_pages(world, 2000)
    client.force_login(world.secretary if who == "secretary" else world.a.member)
    client.get(reverse(address))
    with django_assert_max_num_queries(25):
        assert client.get(reverse(address)).status_code == 200
