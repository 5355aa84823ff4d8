"""What the search knows follows the pages: in the same transaction, and never more than the public may see."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from events.models import EventIndexPage, EventPage
from home.models import HomePage
from partners.models import PartnerIndexPage, PartnerPage
from portal.core.operations.task_queue import publish_scheduled_pages
from projects.models import CaseLibraryPage, ElementIndexPage, ElementPage
from search.engines.base import IndexDocument, SearchRequest
from search.engines.registry import database_engine
from search.indexing.maintenance import follow_analysis, reconcile
from search.models import SearchDocument, SearchTerm
from search.public.suggestions import suggest
from search.query.fallback_steps import Index, find
from tests.search.conftest import add_case
from tests.sites import add_page, add_standard, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def titles(typed: str, language: str = "en") -> list[str]:
    """Titles of what a visitor finds in the database's index."""
    index = database_engine()
    found = find(typed, language, Index(index, index.vocabulary), SearchRequest(shown_for=language))
    rows = {row.key: row.title for row in SearchDocument.objects.all()}
    return [rows[hit.key] for hit in found.results.hits]


def test_published_page_is_found_with_its_facts() -> None:
    make_site("en")
    add_case(title="Snow in time")
    row = SearchDocument.objects.get(kind="case_study")
    assert (row.title, row.language, row.facets) == (
        "Snow in time",
        "en",
        {"kind": ["case_study"], "country": ["NO"], "year": ["2019"], "size": ["small"], "language": ["en"]},
    )
    assert titles("talking plough") == ["Snow in time"]
    assert titles("testvik") == titles("norway") == ["Snow in time"]


def test_draft_changes_stay_out_until_they_are_published() -> None:
    make_site("en")
    case = add_case(title="Snow in time")
    case.title = "Glaciers"
    draft = case.save_revision()
    assert titles("glacier") == []
    draft.publish()
    assert titles("glacier") == ["Glaciers"]
    assert titles("snow") == ["Glaciers"]  # the story still speaks of it


def test_unpublished_and_deleted_pages_are_gone() -> None:
    make_site("en")
    first, second = add_case(title="Snow in time"), add_case(title="Snow in spring")
    first.unpublish()
    assert titles("snow") == ["Snow in spring"]
    second.delete()
    assert titles("snow") == []
    assert not SearchTerm.objects.filter(text__startswith="Snow").exists()
    assert reconcile().total == 0


def test_rolled_back_publication_leaves_nothing() -> None:
    make_site("en")
    with transaction.atomic():
        add_case(title="Snow in time")
        transaction.set_rollback(True)
    assert titles("snow") == []
    assert reconcile().total == 0


def test_private_section_takes_everything_below_it_out_and_gives_it_back() -> None:
    make_site("en")
    add_case(title="Snow in time")
    library = CaseLibraryPage.objects.get()
    wall = PageViewRestriction.objects.create(page=library, restriction_type=PageViewRestriction.LOGIN)
    assert titles("snow") == []
    wall.delete()
    assert titles("snow") == ["Snow in time"]


def test_moved_subtree_carries_its_new_addresses() -> None:
    make_site("en")
    parent = add_standard(title="Handbook")
    child = parent.add_child(instance=type(parent)(title="Snow page", slug="snow", summary="About snow.", body=[]))
    assert SearchDocument.objects.get(page_id=child.pk).url == f"{parent.url_path}snow/"
    target = add_standard(title="Archive", slug="archive")
    Page.objects.get(pk=parent.pk).move(Page.objects.get(pk=target.pk), pos="last-child")
    assert SearchDocument.objects.get(page_id=child.pk).url == f"/en/archive/{parent.slug}/snow/"


def test_new_slug_of_a_section_reaches_the_pages_below(django_capture_on_commit_callbacks) -> None:
    make_site("en")
    case = add_case()
    library = CaseLibraryPage.objects.get()
    library.slug = "showcase"
    with django_capture_on_commit_callbacks(execute=True):
        library.save()
    assert SearchDocument.objects.get(page_id=case.pk).url == f"/en/showcase/{case.slug}/"


def test_expired_page_is_left_out_before_the_worker_unpublishes_it() -> None:
    make_site("en")
    case = add_case(title="Snow in time")
    Page.objects.filter(pk=case.pk).update(expire_at=timezone.now() - timedelta(seconds=1))
    assert reconcile().projection == 1
    assert titles("snow") == []


def test_scheduled_publication_and_expiry_reach_the_search() -> None:
    make_site("en")
    page = add_standard(title="Snow in time", summary="Ice and more.")
    page.title = "Glaciers"
    page.go_live_at = timezone.now() + timedelta(hours=1)
    revision = page.save_revision()
    revision.publish()
    assert (titles("snow"), titles("glaciers")) == (["Snow in time"], [])
    # The hour has passed.
    revision.refresh_from_db()
    revision.approved_go_live_at = timezone.now() - timedelta(seconds=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    publish_scheduled_pages()
    assert (titles("snow"), titles("glaciers")) == ([], ["Glaciers"])
    melting = add_standard(title="Icebergs")
    assert titles("icebergs") == ["Icebergs"]
    Page.objects.filter(pk=melting.pk).update(expire_at=timezone.now() - timedelta(seconds=1))
    publish_scheduled_pages()
    assert "Icebergs" not in titles("icebergs")
    assert not SearchDocument.objects.filter(title="Icebergs", removed=False).exists()


def test_alias_is_never_a_document() -> None:
    make_site("en", "da")
    case = add_case(title="Snow in time")
    alias = case.create_alias(parent=CaseLibraryPage.objects.get(locale__language_code="da"), update_slug="snow-alias")
    assert alias.live
    assert not SearchDocument.objects.filter(page_id=alias.pk).exists()


def test_each_reader_gets_one_version_of_a_thing() -> None:
    make_site("en", "da", "fi")
    case = add_case("en", title="Snow in time")
    add_case("da", of=case, title="Sne til tiden")
    readers = {row.language: set(row.shown_for) for row in SearchDocument.objects.filter(kind="case_study")}
    assert readers == {
        "en": {"en", "fi", "is", "se"},
        "da": {"da", "nb", "sv", "nn", "fo", "kl"},
    }
    assert titles("snow", "fi") == ["Snow in time"]
    assert titles("sne", "en") == ["Snow in time"]  # asked in Danish, read in English


def test_version_left_alone_takes_over_its_readers() -> None:
    make_site("en", "da")
    case = add_case("en", title="Snow in time")
    danish = add_case("da", of=case, title="Sne til tiden")
    danish.unpublish()
    row = SearchDocument.objects.get(kind="case_study")
    assert (row.language, len(row.shown_for)) == ("en", 10)
    assert row.also[0][0] != "da"


def test_text_in_a_language_without_tree_keeps_its_language() -> None:
    make_site("en", "nb")
    add_case("nb", title="Snø til rett tid i kommunane", text_language="nn")
    assert SearchDocument.objects.get(kind="case_study").facets["language"] == ["nn"]
    assert titles("kommune", "nb") == ["Snø til rett tid i kommunane"]


def test_renamed_element_and_partner_reach_what_belongs_to_them() -> None:
    make_site("en")
    element = add_page(ElementPage, ElementIndexPage, title="Shared sleds", number=1, body=[])
    partner = add_page(PartnerPage, PartnerIndexPage, title="Husky Institute")
    case = add_case(title="Winter roads")
    case.case_elements.create(element=element)
    case.case_partners.create(partner=partner)
    case.save_revision().publish()
    assert titles("sled winter") == titles("husky winter") == ["Winter roads"]
    element.title = "Common skis"
    element.save_revision().publish()
    partner.title = "Reindeer Institute"
    partner.save_revision().publish()
    assert titles("ski winter") == titles("reindeer winter") == ["Winter roads"]
    assert "Husky" not in SearchDocument.objects.get(kind="case_study").names


def test_unchanged_page_keeps_its_version() -> None:
    make_site("en")
    case = add_case()
    before = SearchDocument.objects.get(page_id=case.pk).version
    case.save_revision().publish()
    assert SearchDocument.objects.get(page_id=case.pk).version == before


def test_event_is_dated_by_its_first_day() -> None:
    make_site("en")
    event = add_page(EventPage, EventIndexPage, start_date=date(2024, 5, 6), precision="day", country="SE")
    row = SearchDocument.objects.get(kind="event")
    assert (row.facets["year"], row.day) == (["2024"], event.start_date.toordinal())


def test_reconcile_mends_what_went_past_it() -> None:
    make_site("en")
    case = add_case(title="Snow in time")
    other = add_case(title="Ice in time")
    Page.objects.filter(pk=case.pk).update(title="Rain in time")
    SearchDocument.objects.filter(page_id=other.pk).update(version=5)
    database_engine().delete({f"page-{HomePage.objects.get().pk}": 10**15})
    found = reconcile(mend=False)
    assert (found.projection, found.database) == (1, 2)
    assert reconcile().total >= 3
    assert reconcile().total == 0
    assert titles("rain") == ["Rain in time"]


def test_what_another_version_analysed_is_analysed_anew_by_itself() -> None:
    make_site("en", "da")
    add_case(title="Łódź and snow", summary="Less CO₂.")
    row = SearchDocument.objects.get(kind="case_study")
    words = {"title": ["en:sno", "en.snow"], "body": [], "also": [], "words": []}
    database_engine().index([IndexDocument(row.key, row.version, words, {}, ("en",))])
    SearchDocument.objects.update(analysis="of yesterday")
    assert titles("CO2") == []
    assert follow_analysis() == SearchDocument.objects.count()
    assert titles("CO2") == titles("lodz") == titles("snow") == ["Łódź and snow"]
    assert SearchDocument.objects.get(kind="case_study").version > row.version
    assert follow_analysis() == 0


def test_suggestions_name_titles_and_places_whatever_the_spelling() -> None:
    make_site("en", "da")
    add_case("da", title="Bycykler i Ørestad", municipality="København")
    assert [s.text for s in suggest("orest", "da")] == ["Bycykler i Ørestad"]
    assert [(s.group, s.text) for s in suggest("koeben", "da")] == [("place", "København")]
    assert [s.text for s in suggest("ørestad bycyk", "en")] == ["Bycykler i Ørestad"]
    assert suggest("o", "da") == suggest("", "da") == suggest('"', "da") == []
