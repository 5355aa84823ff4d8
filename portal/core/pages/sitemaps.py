"""XML sitemap with language alternates (``/sitemap.xml``) and ``/robots.txt``."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.models import Page

from portal.core.hooks.site_url import absolute
from portal.core.i18n.locales import locale_codes
from portal.core.models import in_language_order
from portal.core.queries import public_pages


class PageSitemap(Sitemap):
    """All public pages, 5,000 to a file; two queries a file whatever the number of languages."""

    limit = 5000

    def items(self) -> Any:
        """Public pages below the root, of the languages that are switched on, in a stable order."""
        shown = [code for code, _name in settings.LANGUAGES]
        pages = Page.objects.filter(depth__gt=1, locale__language_code__in=shown, alias_of__isnull=True)
        return public_pages(pages).select_related("published_text").order_by("pk")

    def get_urls(
        self, page: int | str = 1, site: object = None, protocol: str | None = None
    ) -> list[dict[str, object]]:
        """Entries of one file; overridden since Django's alternates expect one address pattern for all languages."""
        shown = list(self.paginator.page(page).object_list)
        codes = locale_codes()
        versions: dict[Any, list[Page]] = defaultdict(list)
        keys = {item.translation_key for item in shown}
        for version in in_language_order(public_pages(Page.objects.filter(translation_key__in=keys))):
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
