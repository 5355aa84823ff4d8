"""Which version readers get in lists: a table that has to say what the rule says, whatever was changed and how."""

from contextlib import nullcontext

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import QuerySet
from wagtail.models import Locale, Page, PageViewRestriction

from portal.core import readers
from portal.core.hooks.bulk import bulk_change
from portal.core.i18n.languages import LANGUAGES
from portal.core.i18n.locales import best_versions
from portal.core.models import ReaderVersion
from portal.core.operations.periodic import JOBS
from portal.core.queries import listed, public_pages
from projects.models import CaseLibraryPage, CaseStudyPage
from tests.events.registration.race import at_once
from tests.kept_rows import make_or_put_back
from tests.sites import add_case, make_site

pytestmark = pytest.mark.django_db

#: In each of these languages alone, and together.
MADE_IN = (("en",), ("fi",), ("is",), ("nb",), ("en", "da"), ("sv", "fi"), ("en", "da", "nb", "sv", "fi", "is"))


def agree(pages: QuerySet | None = None) -> bool:
    """Whether lists show for all readers what the rule says, and rank it alike."""
    pages = Page.objects.all() if pages is None else pages
    return all(
        set(listed(pages, code).values_list("pk", "readers__rank"))
        == set(best_versions(public_pages(pages), code).values_list("pk", "reading_rank"))
        for code in LANGUAGES
    )


def titles(language: str) -> list[str]:
    return list(listed(CaseStudyPage.objects.all(), language).order_by("title").values_list("title", flat=True))


@pytest.fixture
def cases() -> dict[str, dict[str, CaseStudyPage]]:
    """Cases in one language or several, one in Nynorsk among them; by the languages they are in, then by language."""
    return make_or_put_back(_make_cases)


def _make_cases() -> dict[str, dict[str, CaseStudyPage]]:
    make_site(*MADE_IN[-1])
    made: dict[str, dict[str, CaseStudyPage]] = {}
    for languages in MADE_IN:
        first = None
        name = " ".join(languages)
        for language in languages:
            text = "nn" if languages == ("nb",) else ""
            page = add_case(language, first, title=f"{name}: {language}", text_language=text)
            first = first or page
            made.setdefault(name, {})[language] = page
    return made


def test_each_thing_is_listed_once_in_the_language_its_reader_knows_best(cases):
    assert titles("nn") == titles("nb") == [
        "en da nb sv fi is: nb", "en da: da", "en: en", "fi: fi", "is: is", "nb: nb", "sv fi: sv",
    ]  # fmt: skip
    assert titles("fo")[:2] == ["en da nb sv fi is: da", "en da: da"]
    assert agree()


@pytest.mark.parametrize(
    "chosen",
    [{"country": "DK"}, {"title__contains": "fi"}, {"locale__language_code__in": ["fi", "is"]}, {"municipality": "?"}],
    ids=str,
)
def test_a_filter_by_facts_finds_what_the_rule_finds(cases, chosen):
    facts = {"country", "municipality"}
    pages = CaseStudyPage.objects.filter(**chosen)
    keys = pages.values("translation_key")

    assert agree(CaseStudyPage.objects.filter(translation_key__in=keys))
    assert agree(pages) or not facts.issuperset(chosen)


def test_lists_follow_publishing_unpublishing_saving_and_deleting(cases):
    pages = cases["en da"]

    pages["da"].unpublish()
    assert "en da: en" in titles("nb")
    pages["da"].save_revision().publish()
    assert "en da: da" in titles("nb")
    # As the command does that unpublishes what has expired.
    plain = Page.objects.get(pk=pages["da"].pk)
    plain.live = False
    plain.save()
    assert "en da: en" in titles("nb")
    plain.live = True
    plain.save()
    Page.objects.get(pk=pages["da"].pk).delete()
    assert "en da: en" in titles("nb")
    pages["en"].delete()
    assert [title for title in titles("nb") if title.startswith("en da:")] == []
    assert agree()


def test_what_was_only_drafted_is_in_no_list(cases):
    page = cases["en"]["en"]
    page.title = "Not yet"
    page.save_revision()

    assert "en: en" in titles("is")
    assert "Not yet" not in titles("is")


def test_nothing_below_a_private_page_is_in_a_list_and_the_next_version_takes_its_place(cases):
    library = CaseLibraryPage.objects.get(locale__language_code="da")
    lock = PageViewRestriction.objects.create(page=library, restriction_type=PageViewRestriction.LOGIN)

    assert "en da: en" in titles("da")
    assert not ReaderVersion.objects.filter(page__path__startswith=library.path).exists()
    assert agree()

    lock.delete()
    assert "en da: da" in titles("da")
    assert agree()


def test_a_page_moved_into_a_private_section_leaves_the_lists(cases):
    library = CaseLibraryPage.objects.get(locale__language_code="is")
    secret = library.add_child(instance=CaseLibraryPage(title="Secret", slug="s", summary="S.", locale=library.locale))
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)

    cases["is"]["is"].move(secret, "last-child")

    assert "is: is" not in titles("is")
    assert agree()


def test_a_page_that_changes_its_locale_and_a_locale_that_changes_its_code_are_followed(cases):
    page = cases["fi"]["fi"]
    page.locale = Locale.objects.get(language_code="sv")
    page.save()
    assert listed(CaseStudyPage.objects.filter(pk=page.pk), "sv").values_list("readers__rank", flat=True)[0] == 0
    assert agree()

    locale = Locale.objects.get(language_code="da")
    locale.language_code = "fo"
    locale.save()
    assert (
        listed(CaseStudyPage.objects.filter(pk=cases["en da"]["da"].pk), "fo").get().readers.get(language="fo").rank
        == 0
    )
    assert agree()


@pytest.mark.parametrize("many", [False, True])
def test_a_change_that_is_undone_leaves_the_table_as_it_was(cases, many):
    def undone() -> None:
        with transaction.atomic(), bulk_change() if many else nullcontext():
            cases["en da"]["da"].unpublish()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        undone()

    assert "en da: da" in titles("da")
    assert agree()


def test_a_bulk_change_is_followed_once_at_its_end(cases, django_assert_num_queries):
    with bulk_change():
        cases["en da"]["da"].unpublish()
        assert not ReaderVersion.objects.filter(page=cases["en da"]["en"].pk, language="da").exists()

    assert "en da: en" in titles("da")
    # Two of the transaction; PostgreSQL asks for its lock, too.
    with django_assert_num_queries(6 if connection.vendor == "postgresql" else 5):
        assert readers.write_all() == 0


def test_the_worker_and_a_command_mend_what_changed_without_a_signal(cases, capsys):
    Page.objects.filter(pk=cases["en da"]["da"].pk).update(live=False)
    assert "en da: da" not in titles("da")
    with pytest.raises(SystemExit):
        call_command("readers_reconcile", "--check")
    wrong = readers.compare()
    assert wrong > 0
    assert capsys.readouterr().out == f"Differences found: {wrong}\n"

    JOBS["portal.reconcile_readers"].run()

    assert "en da: en" in titles("da")
    call_command("readers_reconcile")
    assert capsys.readouterr().out == "Differences found: 0; left after mending: 0\n"
    assert agree()


@pytest.mark.parametrize("plan", [[("migration", False)], []], ids=["a migration", "a new language only"])
def test_migrating_fills_what_is_missing(cases, plan):
    before = set(ReaderVersion.objects.values_list("language", "page_id", "rank"))
    ReaderVersion.objects.all().delete()

    readers._after_upgrade(plan=plan)

    assert set(ReaderVersion.objects.values_list("language", "page_id", "rank")) == before


@pytest.mark.django_db(transaction=True)
def test_two_editors_who_publish_two_versions_at_once_leave_one_for_each_reader():
    make_site("en", "da")
    english = add_case("en", title="One")
    danish = add_case("da", english, title="En")
    for page in (english, danish):
        page.unpublish()
    assert titles("nb") == []

    assert at_once([english.get_latest_revision().publish, danish.get_latest_revision().publish]) == [None, None]

    assert titles("nb") == ["En"]
    assert titles("en") == ["One"]
    assert agree()
