"""Whole-site equivalence: whatever happens to the site, the page cache answers as Django does, byte by byte."""

from collections.abc import Iterator

import pytest

from portal.core.pagecache.memory import memory
from projects.models import CaseStudyPage
from tests.database import content_database
from tests.drills import drilled
from tests.portal.core.pagecache.crawl import Crawl
from tests.portal.core.pagecache.edits import NAMES
from tests.portal.core.pagecache.site import make_cache
from tests.portal.core.pagecache.things import make_coming_event, make_picture, make_things

pytestmark = pytest.mark.django_db(transaction=True)
#: After what make test looks at the pages: a few edits together, closed sections, and what changes nothing by itself.
SOME_LOOKS = frozenset(("delete", "restrict_a_section", "import_many", "publish_and_roll_back", "take_the_last_seat"))
#: Per cent of all pages that may be rendered only to find that they are the same.
MOST_IN_VAIN = 10
#: The same when time passes: of the pages, a third read tables that hold times.
MOST_WITH_TIMES = 40


@pytest.fixture(autouse=True)
def follow() -> Iterator[None]:
    """A process that follows the versions of the tables for the time of a test."""
    yield
    memory.end()


@pytest.fixture
def initial_content(transactional_db: None) -> Iterator[None]:
    """The whole initial content, in a database that is thrown away; what happens to it is committed."""
    with content_database():
        yield
        memory.end()


@pytest.mark.parametrize("looks", drilled([SOME_LOOKS, NAMES], tested=SOME_LOOKS), ids=len)
def test_a_small_site_is_answered_as_django_does_after_everything_that_can_happen(monkeypatch, looks):
    make_things("en", "da")
    crawl = Crawl(make_cache(), ("en",))
    assert crawl.carry_out_all(monkeypatch, looks) == []
    assert not any(crawl.vain[nothing] for nothing in ("nothing", "publish_and_roll_back", "take_the_last_seat"))


@pytest.mark.drill
@pytest.mark.usefixtures("initial_content")
def test_the_whole_tree_of_a_language_is_answered_as_django_does_and_few_pages_are_rendered_in_vain(monkeypatch):
    make_coming_event()
    case = CaseStudyPage.objects.filter(live=True, locale__language_code="en").first()
    case.photo, case.photo_alt = make_picture(), "Bro"
    case.save_revision().publish()
    crawl = Crawl(make_cache(), ("en",))
    assert len(crawl.addresses) > 100
    assert crawl.carry_out_all(monkeypatch) == []
    in_vain = crawl.share_in_vain()
    # No edit: what shows times is made anew when one of them has passed, as it is at every full hour.
    assert in_vain.pop("the end of an event") < MOST_WITH_TIMES
    assert {happened: share for happened, share in in_vain.items() if share > MOST_IN_VAIN} == {}
