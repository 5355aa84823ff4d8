"""All addresses of a site, asked through a page cache and past it."""

import re
from collections.abc import Collection
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.handlers.wsgi import WSGIHandler
from django.utils import timezone
from wagtail.models import Site

from portal.core.i18n.locales import forget_locales
from portal.core.models import ReaderVersion
from portal.core.pagecache.entries import Entry
from portal.core.pagecache.memory import memory
from portal.core.pagecache.wsgi import PageCache
from tests.portal.core.pagecache import edits
from tests.portal.core.pagecache.site import Answer, ask

#: Beside the pages, in each language.
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


def forget_what_processes_keep() -> None:
    """Let this process begin as one that was just started."""
    forget_locales()
    Site.clear_site_root_paths_cache()
    ContentType.objects.clear_cache()


class Crawl:
    """All addresses of some languages of a site; a page cache has shown each of them once."""

    def __init__(self, cache: PageCache, languages: tuple[str, ...]) -> None:
        self.cache, self.languages = cache, languages
        self.addresses = {f"/{language}/{more}" for language in languages for more in ALSO}
        self.add_pages()
        #: Addresses that were rendered in vain, by what happened.
        self.vain: dict[str, list[str]] = {}
        for address in self.addresses:
            ask(cache, address)

    def add_pages(self) -> None:
        """What the sitemap names: pages that came since the crawl began, too."""
        sitemap = ask(DJANGO, "/sitemap-pages.xml").body.decode()
        found = re.findall(r"<loc>https?://[^/<]+(/(\w+)/[^<]*)</loc>", sitemap)
        self.addresses |= {address for address, language in found if language in self.languages}
        # And pages of other trees in the frame of each language.
        read = ReaderVersion.objects.filter(language__in=self.languages)
        self.addresses |= set(read.values_list("url_path", flat=True))

    def kept(self, address: str) -> Entry | None:
        """What is kept of an address."""
        path, _, query = address.partition("?")
        around = {"HTTP_HOST": "testserver", "wsgi.url_scheme": "http", "REQUEST_METHOD": "GET"}
        key = self.cache.key_of({**around, "PATH_INFO": path, "QUERY_STRING": query})
        return next((found for shelf in self.cache.shelves.values() if (found := shelf.get(key))), None)

    def differences(self, happened: str) -> list[str]:
        """Addresses that the cache answers otherwise than Django in a new process, after something happened.

        First all are asked through the cache, by a process that knows what was before; then all past it.
        """
        self.add_pages()
        self.vain[happened] = []
        given: dict[str, tuple[Answer, bool]] = {}
        for address in sorted(self.addresses):
            before, rendered = self.kept(address), self.cache.counts["rendered"]
            answer = ask(self.cache, address)
            after = self.kept(address)
            if self.cache.counts["rendered"] > rendered and before and after and before.tags == after.tags:
                self.vain[happened].append(address)
            given[address] = answer, after is not None
        forget_what_processes_keep()
        wrong = []
        for address, (answer, is_kept) in given.items():
            with patch.object(memory, "SILENCE", -1.0):
                fresh = ask(DJANGO, address)
            if answer.status != fresh.status or (is_kept and answer.body != fresh.body):
                wrong.append(f"{happened}: {address}")
        return wrong

    def pass_by(self, monkeypatch: pytest.MonkeyPatch, moment: float) -> None:
        """Let it be a little after ``moment`` everywhere."""
        real, ahead = timezone.now, moment - timezone.now().timestamp() + 1
        monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(seconds=ahead))

    def carry_out_all(self, monkeypatch: pytest.MonkeyPatch, looks: Collection[str] = edits.NAMES) -> list[str]:
        """Let everything happen, one after the other; returns what was wrong.

        Parameters:
            looks: after which of it all addresses are looked at.
        """
        wrong = self.differences("nothing")
        for name, happen in edits.EDITS:
            happen()
            if name in looks:
                wrong += self.differences(name)
        self.pass_by(monkeypatch, edits.coming_events()[0].ends_at.timestamp())
        return wrong + self.differences("the end of an event")

    def share_in_vain(self) -> dict[str, float]:
        """Per cent of all addresses that were rendered in vain, by what happened."""
        return {happened: 100 * len(vain) / len(self.addresses) for happened, vain in self.vain.items()}
