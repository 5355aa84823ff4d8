"""What event templates need."""

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from events.models import EventPage
from events.when import When, describe

register = template.Library()


@register.simple_tag
def event_when(event: EventPage) -> When:
    """The parts of the event's time in the visitor's language; see ``events.when.When``."""
    return describe(event, get_language() or "en")


@register.simple_tag
def event_file(event: EventPage) -> str:
    """Address of the event's calendar file; empty while there is none."""
    try:
        return reverse("events:calendar_file", args=[event.slug])
    except NoReverseMatch:
        return ""
