"""Absolute addresses for mails and calendar files, where no request is at hand."""

from django.conf import settings

from events.models import Event


def absolute(path: str) -> str:
    """``path`` below the public address of the portal."""
    return f"{settings.BASE_URL}{path}"


def event_address(event: Event, language: str) -> str:
    """The page of ``event`` in ``language`` or the best other one; the portal itself if there is no page."""
    text = event.text(language)
    return absolute(text.url if text else f"/{language}/")
