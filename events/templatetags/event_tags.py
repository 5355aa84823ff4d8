"""Template tags of events."""

from django import template
from django.urls import reverse

from events.dates.clocks import Clock, clocks
from events.dates.parts import DateParts, date_parts
from events.models import EventPage
from events.registration.availability import Availability, registration_of
from portal.core.i18n.languages import active_language

register = template.Library()


@register.simple_tag
def event_when(event: EventPage) -> DateParts:
    """The parts of the event's time in the visitor's language; see ``events.dates.parts.DateParts``."""
    return date_parts(event, active_language())


@register.simple_tag
def event_clocks(event: EventPage) -> list[Clock]:
    """The event's time on the clocks of the Nordic countries, the reader's own first; see ``events.dates.clocks``."""
    return clocks(event, active_language())


@register.simple_tag
def event_registration(event: EventPage) -> Availability | None:
    """Availability of seats at the event; nothing if one cannot register for it."""
    return registration_of(event)


@register.simple_tag
def event_file(event: EventPage) -> str:
    """Address of the event's calendar file."""
    return reverse("events:calendar_file", args=[event.slug])
