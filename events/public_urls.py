"""Absolute URLs of event pages, for mails and calendar files, where no request is at hand."""

from events.models import Event
from portal.core.hooks.site_url import absolute
from portal.core.queries import addresses_of


def event_url(event: Event, language: str) -> str:
    """The page of ``event`` as readers of ``language`` get it; the portal itself if there is no page."""
    text = event.text(language)
    if text is None:
        return absolute(f"/{language}/")
    if text.language != language and (found := addresses_of([event.translation_key], language)):
        return absolute(found[event.translation_key])
    return absolute(text.url)
