"""What is kept until a table that it was read from changes, and what a page learns of it."""

from collections.abc import Iterator

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from wagtail.models import Page

from portal.core.models import SiteFrame
from portal.core.models.frame import frame_for
from portal.core.pagecache import recording
from portal.core.pagecache.kept import kept
from portal.core.pagecache.memory import memory
from tests.portal.core.pagecache.site import ask
from tests.portal.core.pagecache.things import make_things

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def follow() -> Iterator[None]:
    """A process that follows the versions of the tables."""
    memory.follow()
    yield
    memory.end()


@kept(2)
def rows(language: str) -> list[SiteFrame]:
    return list(SiteFrame.objects.filter(language=language))


def asks(language: str = "fi") -> bool:
    """Whether the database is asked for the rows."""
    with CaptureQueriesContext(connection) as asked:
        rows(language)
    return len(asked) > 0


def test_an_answer_is_kept_until_its_table_changes_and_asked_for_in_each_language(follow):
    SiteFrame.objects.create(language="fi")

    assert [asks(), asks()] == [True, False]
    SiteFrame.objects.filter(language="fi").update(data={"texts": {}})
    assert [asks(), asks()] == [True, False]
    assert rows("fi")[0].data == {"texts": {}}
    with override("da"):
        assert asks()


def test_everybody_gets_an_answer_of_their_own(follow):
    SiteFrame.objects.create(language="fi")
    rows("fi")[0].language = "changed"

    assert rows("fi")[0].language == rows("fi")[0].language == "fi"
    assert frame_for("fi") is frame_for("fi")


def test_the_least_recently_asked_answers_go_first(follow):
    assert [asks(code) for code in ("en", "da", "en", "nb", "en", "da")] == [True, True, False, True, False, True]


def test_what_a_transaction_has_written_is_read_again_and_not_kept(follow):
    asks()
    with transaction.atomic():
        SiteFrame.objects.create(language="fi")
        assert len(rows("fi")) == 1
        transaction.set_rollback(True)
    assert rows("fi") == []


def test_a_process_that_does_not_follow_the_versions_keeps_nothing():
    assert [asks(), asks()] == [True, True]


def test_what_asks_elsewhere_is_not_kept(follow):
    @kept(2)
    def spoiled() -> int:
        recording.spoil("it asks the search engine")
        return SiteFrame.objects.count()

    with recording.recorded() as page:
        spoiled()
        assert page.spoiled
    with CaptureQueriesContext(connection) as asked:
        spoiled()
    assert len(asked) == 1


def test_pages_of_all_kinds_are_told_of_the_same_statements_whether_answers_are_kept_or_not():
    make_things("en", "da")
    live = Page.objects.filter(live=True, depth__gt=1, locale__language_code="en")
    django, addresses = WSGIHandler(), sorted(live.values_list("url_path", flat=True))

    def told() -> dict[str, set[str]]:
        """The statements that pages are told of, without their parameters (these may hold the time) and locales."""
        found = {}
        for address in addresses:
            with recording.recorded() as page:
                assert ask(django, address).status == 200
            found[address] = {sql for sql, _parameters in page.statements if "wagtailcore_locale" not in sql}
        return found

    told()  # (What Wagtail keeps by itself, it keeps from now on.)
    asked = told()
    memory.follow()
    try:
        told()
        with CaptureQueriesContext(connection) as left:
            kept_answers = told()
    finally:
        memory.end()

    assert len(addresses) > 15
    assert {address: asked[address] ^ kept_answers[address] for address in addresses} == {
        address: set() for address in addresses
    }
    assert len(left) < len(addresses) * 2
