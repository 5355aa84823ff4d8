"""Absolute URLs of event pages, for mails and calendar files, where no request is at hand."""

from events.models import Event
from portal.core.hooks.site_url import absolute


def event_url(event: Event, language: str) -> str:
    """The page of ``event`` in ``language`` or the best other one; the portal itself if there is no page."""
    text = event.text(language)
    return absolute(text.url if text else f"/{language}/")
