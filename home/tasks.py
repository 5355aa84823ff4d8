"""Background tasks of the import of content."""

import logging

from django_tasks import task
from wagtail.models import Page

from portal.editing.publication.rendering import problems_of_rendering

logger = logging.getLogger(__name__)
#: After mails, the search index and cards: a check may wait.
PRIORITY = -60
#: Pages rendered in one task: other work waits for so many at most.
SHARE = 20


@task(priority=PRIORITY)
def check_loaded_pages(pks: list[int]) -> int:
    """Render pages that an import wrote as visitors get them, a share at a time, and log what is wrong.

    Returns:
        How many problems this share had.
    """
    found = 0
    for page in Page.objects.filter(pk__in=pks[:SHARE]).specific():
        for problem in problems_of_rendering(page):
            found += 1
            logger.error("Not right for visitors, %s: %s", page.url_path, problem.message)
    if rest := pks[SHARE:]:
        check_loaded_pages.enqueue(rest)
    return found
