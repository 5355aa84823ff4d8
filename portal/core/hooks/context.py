"""Template context by page type, as a single-dispatch function: every app registers it in its ``context.py``.

So page models import no queries, which read the models of several apps.
"""

from collections.abc import Mapping
from functools import singledispatch

from django.http import HttpRequest
from wagtail.models import Page


@singledispatch
def page_context(page: Page, request: HttpRequest, context: Mapping[str, object]) -> dict[str, object]:
    """Template variables of a page type beyond ``page``, ``frame`` and ``breadcrumbs``.

    Parameters:
        context: what ``BasePage.get_context`` has collected so far.
    """
    return {}
