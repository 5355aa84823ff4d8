"""Whole-site equivalence: whatever happens to the site, the page cache answers as Django does, byte by byte."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.utils import timezone
from wagtail.models import Page, Site

from portal.core.i18n.locales import forget_locales
from portal.core.models import ReaderVersion
from portal.core.pagecache.memory import memory
from portal.core.pagecache.wsgi import PageCache
from tests.portal.core.pagecache import edits
from tests.portal.core.pagecache.site import ask, make_cache
from tests.portal.core.pagecache.things import make_things

pytestmark = pytest.mark.django_db(transaction=True)
ALSO = (
    "projects/?page=2",
    "projects/?country=DK",
    "projects/?country=DK&country=NO&settlement=urban",
    "projects/?page=99",
    "projects/feed.xml",
    "events/calendar.ics",
    "no-such-page/",
    "partners",
)
DJANGO = WSGIHandler()


@pytest.fixture(autouse=True)
def follow() -> Iterator[None]:
    """A process that follows the versions of the tables for the time of a test."""
    yield
    memory.end()


class Crawl:
    """All addresses of a site, asked through a cache and past it."""

    def __init__(self, cache: PageCache, languages: tuple[str, ...]) -> None:
        self.cache, self.languages = cache, languages
        self.addresses = {f"/{language}/{more}" for language in languages for more in ALSO}
        self.add_pages()
        #: Renderings in vain, per cent of all addresses, by what happened.
        self.vain: dict[str, int] = {}
        for address in self.addresses:
            ask(cache, address)

    def add_pages(self) -> None:
        """Those that were not there when the crawl began, too."""
        found = Page.objects.filter(live=True, locale__language_code__in=self.languages, depth__gt=1)
        self.addresses |= set(found.values_list("url_path", flat=True))
        # And pages of other trees in the frame of each language.
        read = ReaderVersion.objects.filter(language__in=self.languages)
        self.addresses |= set(read.values_list("url_path", flat=True))

    def kept(self, address: str) -> dict[str, str]:
        """The headers of what is kept of an address."""
        path, _, query = address.partition("?")
        around = {"HTTP_HOST": "testserver", "wsgi.url_scheme": "http", "REQUEST_METHOD": "GET"}
        key = self.cache.key_of({**around, "PATH_INFO": path, "QUERY_STRING": query})
        entry = next((found for shelf in self.cache.shelves.values() if (found := shelf.get(key))), None)
        return dict(entry.codings[""][0]) if entry else {}

    def differences(self, happened: str) -> list[str]:
        """Addresses that the cache answers otherwise than Django, after something happened."""
        self.add_pages()
        wrong, vain = [], 0
        for address in sorted(self.addresses):
            before, rendered = self.kept(address), self.cache.counts["rendered"]
            given = ask(self.cache, address)
            after = self.kept(address)
            vain += self.cache.counts["rendered"] > rendered and before.get("ETag") == after.get("ETag")
            forget_locales()
            Site.clear_site_root_paths_cache()
            fresh = ask(DJANGO, address)
            if given.status != fresh.status or (after and given.body != fresh.body):
                wrong.append(f"{happened}: {address}")
        self.vain[happened] = round(100 * vain / len(self.addresses))
        return wrong

    def pass_by(self, monkeypatch: pytest.MonkeyPatch, moment: float) -> None:
        """Let it be a little after ``moment`` everywhere."""
        real, ahead = timezone.now, moment - timezone.now().timestamp() + 1
        monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(seconds=ahead))


def carry_out_all(crawl: Crawl, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everything happen, one after the other, and look at all addresses after each."""
    wrong = crawl.differences("nothing")
    for name, happen in edits.EDITS:
        happen()
        wrong += crawl.differences(name)
    crawl.pass_by(monkeypatch, edits.coming_events()[0].ends_at.timestamp())
    wrong += crawl.differences("the end of an event")
    assert wrong == []


def test_a_small_site_is_answered_as_django_does_after_everything_that_can_happen(monkeypatch):
    make_things(("en", "da"))
    crawl = Crawl(make_cache(), ("en",))
    carry_out_all(crawl, monkeypatch)
    assert crawl.vain["nothing"] == crawl.vain["publish_and_roll_back"] == crawl.vain["take_the_last_seat"] == 0
