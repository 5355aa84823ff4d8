"""Template tags for times of events, always with their time zone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from events.dates.clocks import OnAClock, clocks, readers_moment, readers_text
from events.enums import DatePrecision
from events.models import Event
from portal.core.i18n.formats import long_date
from portal.core.i18n.languages import active_language
from portal.core.queries import addresses_of

register = template.Library()


@register.simple_tag
def event_time(event: OnAClock) -> SafeString:
    """When an event is, readable for machines; a script adds the visitor's own time if that is another."""
    language = active_language()
    text = readers_text(event, language)
    if event.precision != DatePrecision.MINUTE:
        return format_html('<time datetime="{}">{}</time>', _iso(event), text)
    return format_html(
        '<time datetime="{}">{}</time><br>'
        '<span data-local-time="{}" data-start="{}" data-end="{}" data-zone="{}" hidden></span>',
        event.starts_at.isoformat(),
        text,
        _("Your time: %(time)s") % {"time": "%s"},
        event.starts_at.isoformat(),
        event.ends_at.isoformat(),
        " ".join(one.zone for one in clocks(event, language)),
    )


def _iso(event: OnAClock) -> str:
    return f"{event.start_date:%Y-%m}" if event.precision == DatePrecision.MONTH else f"{event.start_date:%Y-%m-%d}"


@register.simple_tag
def event_moment(event: Event, moment: datetime | None) -> str:
    """A moment on the reader's clock, as the time of the event."""
    return readers_moment(event, moment, active_language()) if moment else ""


@register.simple_tag
def event_deletion(event: Event) -> str:
    """The day on which everything personal about an event's registrants is deleted."""
    last = (event.ends_at + timedelta(days=event.retention_days)).astimezone(ZoneInfo(event.timezone))
    return long_date(last.date(), active_language())


@register.simple_tag
def event_slug(event: Event) -> str:
    """Slug of the event's page as it is read in the active language; empty if it is not public."""
    language = active_language()
    own = next((text.slug for text in event.texts.all() if text.language == language and text.live), "")
    if own:
        return own
    address = addresses_of([event.translation_key], language).get(event.translation_key, "")
    return address.rstrip("/").rpartition("/")[2]
