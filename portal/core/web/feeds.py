"""Atom feeds of the portal: what all of them share. RFC 4287."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed

from portal.core.hooks.site_url import absolute
from portal.core.web.etags import unless_known


class TextFeed(Atom1Feed):
    """Django's Atom, but what is text is said to be text, and each entry names its language."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        """The language, which need not be that of the feed."""
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Django would call the summary HTML, and readers would take what stands between < and > for markup."""
        super().add_item_elements(handler, {**item, "description": None})
        if item["description"]:
            handler.addQuickElement("summary", item["description"], {"type": "text"})

    def latest_post_date(self) -> datetime:
        """When an entry last changed; that of an empty feed does not change by being asked for."""
        return super().latest_post_date() if self.items else datetime(2026, 1, 1, tzinfo=UTC)


class PortalFeed(Feed):  # type: ignore[type-arg]  # not generic when it runs
    """A feed of the portal in the language of its address."""

    feed_type = TextFeed

    def __call__(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """The feed, or 304 for readers that have it.

        Not by date: an entry that is taken away makes the feed no younger.
        """
        response = super().__call__(request, *args, **kwargs)
        response.headers.pop("Last-Modified", None)
        return unless_known(request, response)

    def author_name(self) -> str:
        return str(settings.WAGTAIL_SITE_NAME)

    def author_link(self) -> str:
        return absolute("/")

    def get_object(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        """The feed is about nothing but the language of its address."""
