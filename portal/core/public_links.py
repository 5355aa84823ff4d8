"""Link rewriting in rich text: visitors get the URL of a page that they may read, and plain words otherwise.

Wagtail links to drafts and to private pages too: the link is dead, and its address tells their title.
"""

from typing import Any

from django.utils.html import escape
from wagtail.rich_text.pages import PageLinkHandler

from portal.core.queries import public_urls


class PublicPageLinkHandler(PageLinkHandler):
    """Writes the opening tag of links to pages."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        """A tag for each link; one without an address for what is not public."""
        ids = [int(attrs["id"]) if str(attrs.get("id", "")).isdecimal() else 0 for attrs in attrs_list]
        found = public_urls(set(ids))
        return [f'<a href="{escape(found[pk])}">' if pk in found else "<a>" for pk in ids]
