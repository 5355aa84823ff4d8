"""Municipalities that use a case as an Atom feed, one per case and language. RFC 4287."""

from datetime import datetime
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.core.hooks.site_url import absolute
from portal.core.i18n.languages import active_language
from portal.core.i18n.text import tidy_line, tidy_text
from portal.core.web.feeds import PortalFeed
from projects.adoptions.queries import published
from projects.adoptions.subjects import public_case
from projects.models import Adoption, CaseStudyPage

#: Entries in a feed.
LATEST = 30


class Entry(NamedTuple):
    """A municipality that uses the case, and where that is told of."""

    adoption: Adoption
    link: str


class AdoptionFeed(PortalFeed):
    """Who uses a case, those that were shown last first; a later word of one of them is a change of its entry."""

    def get_object(  # type: ignore[override]  # other feeds are about nothing but their language
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> CaseStudyPage:
        """The public case.

        Raises:
            Http404: there is none at this address.
        """
        case = public_case(str(kwargs["slug"]), active_language())
        if case is None:
            raise Http404
        return case

    def feed_guid(self, obj: CaseStudyPage) -> str:
        """Stays when the case, or the whole portal, moves to another address."""
        name = f"nordic-smart-city-model/adoptions/{obj.translation_key}/{get_language()}"
        return uuid5(NAMESPACE_URL, name).urn

    def title(self, obj: CaseStudyPage) -> str:
        return _("Municipalities that use “%(case)s”") % {"case": tidy_line(obj.shown_title)}

    def subtitle(self) -> str:
        return _("Who uses it, since when, and what they changed and learned.")

    def link(self, obj: CaseStudyPage) -> str:
        return absolute(f"{obj.address}#used-by")

    def feed_url(self, obj: CaseStudyPage) -> str:
        return absolute(reverse("adoption_feed", args=[obj.slug_in_address]))

    def items(self, obj: CaseStudyPage) -> list[Entry]:
        newest = published().filter(case_key=obj.translation_key).order_by("-published_at", "-pk")[:LATEST]
        return [Entry(adoption, absolute(f"{obj.address}#u-{adoption.key}")) for adoption in newest]

    def item_title(self, item: Entry) -> str:
        used = item.adoption
        since = _("since %(time)s") % {"time": used.since}
        return tidy_line(f"{used.municipality}, {used.country_name}: {used.get_stage_display()}, {since}")

    def item_description(self, item: Entry) -> str:
        """Their own words, in their own language."""
        used = item.adoption
        return tidy_text("\n\n".join(filter(None, (used.changed, used.result, used.did_not_work))))

    def item_extra_kwargs(self, item: Entry) -> dict[str, object]:
        return {"language": item.adoption.language}

    def item_link(self, item: Entry) -> str:
        return item.link

    def item_guid(self, item: Entry) -> str:
        return item.adoption.key.urn

    def item_pubdate(self, item: Entry) -> datetime | None:
        return item.adoption.published_at

    def item_updateddate(self, item: Entry) -> datetime | None:
        """When it was shown, decided anew, or last said to be so."""
        used = item.adoption
        return max((time for time in (used.published_at, used.decided_at, used.last_confirmed) if time), default=None)
