"""iCalendar files for visitors: the feed of all events, and one event to add."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from events.calendar.entries import event_file, feed
from events.queries import events_for_everybody
from events.registration.queries import event_by_slug
from portal.core.i18n.languages import active_language
from portal.core.i18n.text import page_slug
from portal.core.web.etags import unless_known


@require_safe
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """The iCalendar feed. Nothing in it is about people."""
    events = events_for_everybody().prefetch_related("texts").order_by("starts_at", "pk")
    return _calendar(request, feed(events, active_language()), "events")


@require_safe
def calendar_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The iCalendar file of one event."""
    event = event_by_slug(request, slug)
    if event is None:
        raise Http404
    return _calendar(request, event_file(event, active_language()), page_slug(slug) or "event")


def _calendar(request: HttpRequest, content: bytes, name: str) -> HttpResponse:
    """The file as text/calendar, or 304 for programs that have it: they ask again every few hours for years."""
    headers = {"Content-Disposition": f'inline; filename="{name}.ics"', "X-Robots-Tag": "noindex"}
    return unless_known(request, HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers))
