"""Occasions and reports as an Atom feed, one per language."""

from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.dialogue.models import ConsultationPage, ReportPage, TakePartPage
from events.models import EventPage
from portal.core.hooks.site_url import absolute
from portal.core.i18n.languages import active_language
from portal.core.i18n.text import tidy_line, tidy_text
from portal.core.models import BasePage
from portal.core.queries import listed
from portal.core.web.feeds import PortalFeed

#: Entries in the feed.
LATEST = 30


class OccasionFeed(PortalFeed):
    """What one can take part in, and what was heard: the latest first."""

    def feed_guid(self) -> str:
        """Stays when the portal moves to another address."""
        return uuid5(NAMESPACE_URL, f"nordic-smart-city-model/take-part/{get_language()}").urn

    def title(self) -> str:
        return _("Taking part in the Nordic smart city model")

    def subtitle(self) -> str:
        return _("Workshops and consultations that ask for input, and reports of what was heard.")

    def link(self) -> str:
        overview = TakePartPage.objects.live().filter(locale__language_code=get_language()).first()
        return absolute(overview.url_path if overview else f"/{get_language()}/")

    def feed_url(self) -> str:
        return absolute(f"/{get_language()}/take-part/feed.xml")

    def items(self) -> list[BasePage]:
        """Reports, consultations and events that ask, each in the version that the reader understands best."""
        language = active_language()
        models: Iterable[Any] = (
            ReportPage.objects.all(),
            ConsultationPage.objects.all(),
            EventPage.objects.filter(takes_input=True),
        )
        newest = (listed(pages, language).order_by("-first_published_at", "pk")[:LATEST] for pages in models)
        return sorted(chain.from_iterable(newest), key=lambda page: page.first_published_at, reverse=True)[:LATEST]

    def item_title(self, item: BasePage) -> str:
        return tidy_line(item.shown_title)

    def item_description(self, item: BasePage) -> str:
        return tidy_text(item.shown_summary)

    def item_extra_kwargs(self, item: BasePage) -> dict[str, object]:
        return {"language": item.shown_language}

    def item_link(self, item: BasePage) -> str:
        return absolute(item.address)

    def item_guid(self, item: BasePage) -> str:
        return f"urn:uuid:{item.translation_key}"

    def item_pubdate(self, item: BasePage) -> datetime | None:
        return item.first_published_at
