"""Parts of addresses. Registered when the app is ready, before any addresses are read."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class PageSlugConverter(StringConverter):
    """The slug of a page, whatever its letters: no page is left without its forms and files for one of them."""


register_converter(PageSlugConverter, "page_slug")


class TokenConverter(StringConverter):
    """Whatever stands in the place of a token, however cut off or garbled, gets the page for unknown links."""

    regex = r"[^/]{1,300}"


register_converter(TokenConverter, "token")
