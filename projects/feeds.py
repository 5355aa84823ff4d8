"""Case studies as an Atom feed, one per language."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.structured import absolute
from projects.models import CaseLibraryPage, CaseStudyPage
from projects.queries import listed_cases

#: Entries in a feed.
LATEST = 30


class CaseFeed(Feed):
    """The case studies published last, in the reader's language or the best other one."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return _("Case studies of the Nordic smart city model")

    def subtitle(self) -> str:
        return _("Projects that demonstrate the seven Nordic elements, newest first.")

    def link(self) -> str:
        library = CaseLibraryPage.objects.live().filter(locale__language_code=get_language()).first()
        return absolute(library.url_path if library else f"/{get_language()}/")

    def feed_url(self) -> str:
        return absolute(f"/{get_language()}/projects/feed.xml")

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """The feed is about nothing but the language of its address."""

    def items(self) -> list[CaseStudyPage]:
        return list(listed_cases(get_language() or "en").order_by("-first_published_at", "pk")[:LATEST])

    def item_title(self, item: CaseStudyPage) -> str:
        return item.title

    def item_description(self, item: CaseStudyPage) -> str:
        return strip_tags(item.summary)

    def item_link(self, item: CaseStudyPage) -> str:
        return absolute(item.url_path)

    def item_guid(self, item: CaseStudyPage) -> str:
        return f"urn:uuid:{item.translation_key}"

    def item_pubdate(self, item: CaseStudyPage) -> datetime | None:
        return item.first_published_at

    def item_updateddate(self, item: CaseStudyPage) -> datetime | None:
        return item.last_published_at

    def item_categories(self, item: CaseStudyPage) -> list[str]:
        return [item.country_name]
