"""Versions of the model as an Atom feed, one per language. RFC 4287."""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.core.hooks.site_url import absolute
from portal.core.i18n.languages import active_language
from portal.core.i18n.text import tidy_text
from portal.core.web.feeds import PortalFeed
from projects.modeltext.comparing import best_code
from projects.modeltext.models import ModelVersion
from projects.modeltext.queries import published

#: Entries in the feed.
LATEST = 30
_NAME = "nordic-smart-city-model/model"


class VersionFeed(PortalFeed):
    """The versions of the model, the latest first, with what is new in each and why."""

    def feed_guid(self) -> str:
        """Stays when the portal moves to another address."""
        return uuid5(NAMESPACE_URL, f"{_NAME}/{get_language()}").urn

    def title(self) -> str:
        return _("Versions of the Nordic smart city model")

    def subtitle(self) -> str:
        return _("What is new in the text of the model, and why.")

    def link(self) -> str:
        return absolute(reverse("model_history"))

    def feed_url(self) -> str:
        return absolute(reverse("model_feed"))

    def items(self) -> list[ModelVersion]:
        return list(published()[:LATEST])

    def item_title(self, item: ModelVersion) -> str:
        return _("Version %(number)s") % {"number": item.number}

    def item_description(self, item: ModelVersion) -> str:
        return tidy_text(item.news.get(_language_of(item), ""))

    def item_extra_kwargs(self, item: ModelVersion) -> dict[str, object]:
        return {"language": _language_of(item)}

    def item_link(self, item: ModelVersion) -> str:
        return absolute(reverse("model_version", args=[item.number]))

    def item_guid(self, item: ModelVersion) -> str:
        return uuid5(NAMESPACE_URL, f"{_NAME}/{item.number}").urn

    def item_pubdate(self, item: ModelVersion) -> datetime | None:
        return item.published_at

    def item_updateddate(self, item: ModelVersion) -> datetime | None:
        """A feed wants a day of change of each entry; what is published does not change."""
        return item.published_at


def _language_of(version: ModelVersion) -> str:
    """In which language a reader gets the news of a version."""
    return best_code(version.news, active_language()) or active_language()
