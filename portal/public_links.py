"""Links to pages inside texts: visitors get the address of a page that they may read, and plain words otherwise.

Wagtail links to drafts and to private pages too: the link is dead, and its address tells their title.
"""

from typing import Any

from django.utils.html import escape
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from portal.i18n import locale_ids
from portal.queries import public_pages


def public_addresses(page_ids: set[int]) -> dict[int, str]:
    """Where pages can be read in the active language, else in their own; pages that nobody may read are left out."""
    wanted = Page.objects.filter(pk__in=page_ids).values("translation_key")
    versions = public_pages(Page.objects.filter(translation_key__in=wanted)) if page_ids else Page.objects.none()
    rows = list(versions.values_list("pk", "translation_key", "locale_id", "url_path"))
    local = {key: path for _pk, key, locale, path in rows if locale == locale_ids().get(get_language() or "")}
    found = {pk: local.get(key, path) for pk, key, _locale, path in rows if pk in page_ids}
    if left := page_ids - set(found):
        # The page itself is none that visitors may read, but its translation may be.
        keys = Page.objects.filter(pk__in=left).values_list("pk", "translation_key")
        found |= {pk: local[key] for pk, key in keys if key in local}
    return found


class PublicPageLinkHandler(PageLinkHandler):
    """Writes the opening tag of links to pages."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        """A tag for each link; one without an address for what is not public."""
        ids = [int(attrs["id"]) if str(attrs.get("id", "")).isdecimal() else 0 for attrs in attrs_list]
        found = public_addresses(set(ids))
        return [f'<a href="{escape(found[pk])}">' if pk in found else "<a>" for pk in ids]
