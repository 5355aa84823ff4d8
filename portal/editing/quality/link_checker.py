"""Link checker: collects external links of public pages and checks them slowly, one per host."""

import json
import re
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.signals import page_published, page_unpublished

from portal.core.hooks.site_url import is_ours
from portal.core.models import BasePage
from portal.editing.models import ExternalLink
from portal.editing.quality.fetching import status_of

#: Links checked in one run of the worker.
MOST_PER_RUN = 20
EVERY, AFTER_FAILURE = timedelta(days=14), timedelta(days=1)
#: Answers that say "not for robots" or "not now" rather than "gone".
NOT_BROKEN = {401, 403, 405, 429, 999}
_URL = re.compile(r"https?://[^\s\"'<>\\]+")


def connect_receivers() -> None:
    """Connect the signal receivers; called when the app is ready."""
    page_published.connect(_after_publication, dispatch_uid="portal-links")
    page_unpublished.connect(_after_unpublication, dispatch_uid="portal-links")


def _after_publication(instance: Page, revision: Revision | None = None, **kwargs: object) -> None:
    if isinstance(instance, BasePage):
        collect(instance, revision)


def _after_unpublication(instance: Page, **kwargs: object) -> None:
    ExternalLink.pages.through.objects.filter(page_id=instance.pk).delete()


def urls_in(page: BasePage, revision: Revision | None = None) -> set[str]:
    """Every web address in any field of ``page``, except those of the portal itself; as ``revision`` has them."""
    text = json.dumps(revision.content if revision else page.serializable_data(), default=str)
    found = {url.rstrip(".,;:)").replace("&amp;", "&") for url in _URL.findall(text)}
    return {url for url in found if len(url) <= 1000 and _is_elsewhere(url)}


def _is_elsewhere(url: str) -> bool:
    try:
        return not is_ours(urlsplit(url))
    except ValueError:
        return False  # no address at all: the page is not published with it


def collect(page: BasePage, revision: Revision | None = None) -> None:
    """Remember the links of ``page``, which was published as ``revision``; new ones are checked next."""
    urls = urls_in(page, revision)
    now = timezone.now()
    ExternalLink.objects.bulk_create([ExternalLink(url=url, due_at=now) for url in urls], ignore_conflicts=True)
    through = ExternalLink.pages.through
    through.objects.filter(page_id=page.pk).exclude(externallink__url__in=urls).delete()
    links = ExternalLink.objects.filter(url__in=urls).values_list("pk", flat=True)
    through.objects.bulk_create([through(externallink_id=pk, page_id=page.pk) for pk in links], ignore_conflicts=True)


def check_some() -> int:
    """Check the links that are due, one per host; returns how many. Run by the worker if ``CHECK_LINKS`` is set."""
    if not settings.CHECK_LINKS:
        return 0
    ExternalLink.objects.filter(pages=None).delete()
    due = ExternalLink.objects.filter(due_at__lte=timezone.now()).order_by("due_at", "pk")
    by_host: dict[str, ExternalLink] = {}
    for link in due[: MOST_PER_RUN * 10]:
        by_host.setdefault(urlsplit(link.url).netloc, link)
    for link in list(by_host.values())[:MOST_PER_RUN]:
        check(link)
    return min(len(by_host), MOST_PER_RUN)


def check(link: ExternalLink) -> None:
    """Ask for the link once and store what came of it."""
    link.status = status_of(link.url)
    works = 200 <= link.status < 400 or link.status in NOT_BROKEN
    link.failures = 0 if works else min(link.failures + 1, 1000)
    link.checked_at = timezone.now()
    link.due_at = link.checked_at + (EVERY if works else AFTER_FAILURE)
    link.save()
