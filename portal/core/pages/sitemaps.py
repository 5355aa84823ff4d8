"""XML sitemap with language alternates (``/sitemap.xml``) and ``/robots.txt``."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import x_robots_tag
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Page

from portal.core.hooks.site_url import absolute
from portal.core.i18n.locales import locale_codes
from portal.core.models import in_language_order
from portal.core.queries import public_pages


class PageSitemap(Sitemap):
    """All public pages, 1,000 to a file; as many queries a file whatever the number of pages and languages.

    Each stands there with the addresses of its versions: with the longest that there may be, a file has some 3 MB.
    """

    limit = 1000

    def items(self) -> Any:
        """Public pages below the root, of the languages that are switched on, in a stable order."""
        shown = [code for code, _name in settings.LANGUAGES]
        pages = Page.objects.filter(depth__gt=1, locale__language_code__in=shown, alias_of__isnull=True)
        shown_there = ("url_path", "translation_key", "published_text__changed_at")
        return public_pages(pages).select_related("published_text").only(*shown_there).order_by("pk")

    def changes(self) -> list[datetime | None]:
        """When the latest change of each file was, None where that is not known of any page: one query."""
        latest: list[datetime | None] = [None]
        moments = self.items().values_list("published_text__changed_at", flat=True).iterator()
        for place, moment in enumerate(moments):
            if place // self.limit == len(latest):
                latest.append(None)
            if moment and (latest[-1] is None or moment > latest[-1]):
                latest[-1] = moment
        return latest

    def get_urls(
        self, page: int | str = 1, site: object = None, protocol: str | None = None
    ) -> list[dict[str, object]]:
        """Entries of one file; overridden since Django's alternates expect one address pattern for all languages."""
        shown = list(self.paginator.page(page).object_list)
        codes = locale_codes()
        versions: dict[Any, list[Page]] = defaultdict(list)
        keys = {item.translation_key for item in shown}
        others = public_pages(Page.objects.filter(translation_key__in=keys))
        for version in in_language_order(others.only("url_path", "translation_key", "locale")):
            versions[version.translation_key].append(version)
        changed = {item.pk: _changed_at(item) for item in shown}
        self.latest_lastmod = max((moment for moment in changed.values() if moment), default=None)
        return [
            {
                "item": item,
                "location": absolute(item.url_path),
                "lastmod": changed[item.pk],
                "changefreq": None,
                "priority": "",
                "alternates": list(_alternates(versions[item.translation_key], codes)),
            }
            for item in shown
        ]


def _changed_at(page: Page) -> datetime | None:
    """When somebody last changed what visitors read; None if that is not known."""
    published = getattr(page, "published_text", None)
    return published.changed_at if published else None


def _alternates(versions: list[Page], codes: dict[int, str]) -> Iterator[dict[str, str]]:
    for version in versions:
        yield {"location": absolute(version.url_path), "lang_code": codes[version.locale_id]}
    if versions:
        yield {"location": absolute(versions[0].url_path), "lang_code": "x-default"}


@require_safe
@x_robots_tag
def index(request: HttpRequest, sitemaps: Mapping[str, type[PageSitemap]]) -> HttpResponse:
    """All files of all sections; who read them before sees by their days which ones to read again.

    Django's own view gives all files of a section the day of the latest.
    """
    files = []
    for section, sitemap in sitemaps.items():
        address = absolute(reverse("sitemap", args=[section]))
        for number, changed in enumerate(sitemap().changes(), 1):
            location = address if number == 1 else f"{address}?p={number}"
            files.append({"location": location, "last_mod": changed})
    return TemplateResponse(request, "sitemap_index.xml", {"sitemaps": files}, content_type="application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read but the admin and lists in every combination of filters."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /*?*page=",
        "",
        f"Sitemap: {absolute('/sitemap.xml')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
