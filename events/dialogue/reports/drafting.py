"""The draft of a report, begun at the desk: what it is called, where it stands and whose it is; the rest is counted."""

from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Locale

from events.dialogue.models import Occasion, ReportPage, TakePartPage
from portal.core.types import AnyUser


def begun_report(occasion: Occasion) -> ReportPage | None:
    """The report of an occasion that somebody has begun already, the original first."""
    return ReportPage.objects.filter(occasion=occasion).order_by("pk").first()


def begin_report(occasion: Occasion, user: AnyUser) -> ReportPage | None:
    """A draft of the report in the language of the occasion, or the one that there is.

    Numbers, themes and replies are on the page by themselves; whoever writes it adds what was said and how it is meant.

    Returns:
        None if the portal has no page "Take part" below which it could stand.
    """
    if known := begun_report(occasion):
        return known
    language, parent = _place_of(occasion)
    if parent is None:
        return None
    with translation.override(language):
        title = occasion.page(language).get("title", "")
        page = ReportPage(
            title=(_("What we heard: %(title)s") % {"title": title})[:255],
            summary=(_("What people said about “%(title)s”, and what becomes of it.") % {"title": title[:200]}),
            occasion=occasion,
            organisation=occasion.organisation,
            locale=parent.locale,
            live=False,
        )
        page.owner = user if user.is_authenticated else None
        parent.add_child(instance=page)
        page.save_revision(user=page.owner)
    return page


def _place_of(occasion: Occasion) -> tuple[str, TakePartPage | None]:
    """The language of the occasion's pages that has a page "Take part", and that page."""
    overviews = {page.locale_code: page for page in TakePartPage.objects.filter(live=True).order_by("pk")}
    first = next((code for code in occasion.pages if code in overviews), None)
    default = Locale.get_default().language_code
    code = first or (default if default in overviews else next(iter(overviews), default))
    return code, overviews.get(code)
