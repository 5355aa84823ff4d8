"""Case studies as an Atom feed, one per language. RFC 4287."""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.core.hooks.site_url import absolute
from portal.core.i18n.languages import active_language
from portal.core.i18n.text import tidy_line, tidy_text
from portal.core.web.feeds import PortalFeed
from projects.models import CaseLibraryPage, CaseStudyPage
from projects.queries import listed_cases

#: Entries in a feed.
LATEST = 30


class CaseFeed(PortalFeed):
    """The case studies published last, in the reader's language or the best other one."""

    def feed_guid(self) -> str:
        """Stays when the library, or the whole portal, moves to another address."""
        return uuid5(NAMESPACE_URL, f"nordic-smart-city-model/case-studies/{get_language()}").urn

    def title(self) -> str:
        return _("Case studies of the Nordic smart city model")

    def subtitle(self) -> str:
        return _("Projects that demonstrate the seven Nordic elements, newest first.")

    def link(self) -> str:
        library = CaseLibraryPage.objects.live().filter(locale__language_code=get_language()).first()
        return absolute(library.url_path if library else f"/{get_language()}/")

    def feed_url(self) -> str:
        return absolute(f"/{get_language()}/projects/feed.xml")

    def items(self) -> list[CaseStudyPage]:
        return list(
            listed_cases(active_language())
            .select_related("published_text")
            .order_by("-first_published_at", "pk")[:LATEST]
        )

    def item_title(self, item: CaseStudyPage) -> str:
        return tidy_line(item.shown_title)

    def item_description(self, item: CaseStudyPage) -> str:
        return tidy_text(item.shown_summary)

    def item_extra_kwargs(self, item: CaseStudyPage) -> dict[str, object]:
        return {"language": item.shown_language}

    def item_link(self, item: CaseStudyPage) -> str:
        return absolute(item.address)

    def item_guid(self, item: CaseStudyPage) -> str:
        return f"urn:uuid:{item.translation_key}"

    def item_pubdate(self, item: CaseStudyPage) -> datetime | None:
        return item.first_published_at

    def item_updateddate(self, item: CaseStudyPage) -> datetime | None:
        """A feed wants a day of change of each entry: where nobody changed the text, it is that of its publication."""
        published = getattr(item, "published_text", None)
        changed = published.changed_at if published else None
        return changed or item.first_published_at or item.latest_revision_created_at

    def item_categories(self, item: CaseStudyPage) -> list[str]:
        return [item.country_name] if item.country_name else []
