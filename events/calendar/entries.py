"""iCalendar (RFC 5545): VEVENTs in feeds and downloads (METHOD:PUBLISH), iTIP mails (RFC 5546: REQUEST, CANCEL).

RFC 5545 (format), 5546 (methods), 7986 (names and refresh of a feed), 6068 (addresses of people). The UID is the
event's translation key: the same in every language, in the feed and in mails, for ever. Feeds hold nothing about people
and no link to take part.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr
from urllib.parse import quote
from zoneinfo import ZoneInfo

import idna
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, vCalAddress, vDuration, vText
from icalendar import Event as Entry

from events.dates.time_zones import describe_zone
from events.dates.zones import last_day_of_month
from events.enums import DatePrecision, EventFormat, EventStatus, RegistrationState
from events.models import Event, Registration
from events.public_urls import event_url
from portal.core.hooks.site_url import absolute
from portal.core.i18n.text import tidy_line

#: How often programs fetch the feed.
REFRESH = timedelta(hours=6)
#: What RFC 6068 lets stand before the @, beside letters, figures and what every URI may hold.
MAILTO_SAFE = "!$'*+"
PRODUCT = "-//Nordic Smart City Model//Events//EN"


def feed(events: Iterable[Event], language: str) -> bytes:
    """The iCalendar feed of one language, to subscribe to."""
    calendar = _calendar("PUBLISH")
    with translation.override(language):
        calendar.calendar_name = _("Events of the Nordic Smart City Model")
        # RFC 7986 gives the property no type of its own; Outlook reads the older name.
        calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(REFRESH))
        for event in events:
            calendar.add_component(_entry(event, language, event.sequence, event.changed_at))
    return _written(calendar)


def event_file(event: Event, language: str) -> bytes:
    """The VEVENT of one event, to add to one's own calendar."""
    calendar = _calendar("PUBLISH")
    with translation.override(language):
        calendar.add_component(_entry(event, language, event.sequence, event.changed_at))
    return _written(calendar)


def invitation(registration: Registration, now: datetime) -> tuple[str, bytes]:
    """The iTIP message (RFC 5546) that places, moves or removes the VEVENT in a registrant's calendar.

    Returns:
        method and file: ``CANCEL`` for everybody who is not registered (any more), ``REQUEST`` otherwise. SEQUENCE
        is the sum of two numbers that only rise, so that an entry comes back after cancelling and registering again.
    """
    event, language = registration.event, registration.language
    taking_part = registration.state == RegistrationState.CONFIRMED and event.status != EventStatus.CANCELLED
    method = "REQUEST" if taking_part else "CANCEL"
    calendar = _calendar(method)
    with translation.override(language):
        entry = _entry(event, language, event.sequence + registration.sequence, now)
        if taking_part:
            entry["DESCRIPTION"] = vText(_where_the_links_are(event, language))
    if method == "CANCEL":
        entry["STATUS"] = vText("CANCELLED")
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organizer = vCalAddress(mailto(address))
    organizer.params["CN"] = vText(tidy_line(name) or address)
    attendee = vCalAddress(mailto(registration.email))
    attendee.params.update(PARTSTAT="ACCEPTED", ROLE="REQ-PARTICIPANT", RSVP="FALSE")
    entry.add("organizer", organizer, encode=False)
    entry.add("attendee", attendee, encode=False)
    calendar.add_component(entry)
    return method, _written(calendar)


def _where_the_links_are(event: Event, language: str) -> str:
    """Calendars are read by others: personal links stay in the mail, and can be asked for again."""
    text = _(
        "How to take part, change or cancel stands in the mail about your registration. If you have lost it, get the "
        "links again: %(address)s"
    )
    return f"{event_url(event, language)}\n{text % {'address': absolute(reverse('events:lost_link'))}}"


def mailto(address: str) -> str:
    """``address`` as a URI: letters beyond ASCII, ``%``, ``?``, ``&`` and the like are escaped; RFC 6068, section 2."""
    mailbox, _at, domain = address.rpartition("@")
    try:
        domain = idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        domain = quote(domain, safe="[]:.")
    return f"mailto:{quote(mailbox, safe=MAILTO_SAFE)}@{domain}"


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _entry(event: Event, language: str, sequence: int, stamp: datetime) -> Entry:
    url = event_url(event, language)
    entry = Entry()
    entry.add("uid", str(event.translation_key))
    entry.add("dtstamp", stamp.astimezone(UTC))
    entry.add("sequence", sequence)
    entry.add("summary", tidy_line(event.title))
    entry.add("description", url)
    entry.add("url", url)
    entry.add("location", _location(event))
    entry.add("status", "CANCELLED" if event.status == EventStatus.CANCELLED else "CONFIRMED")
    if event.precision == DatePrecision.MINUTE:
        zone = ZoneInfo(event.timezone)
        entry.add("dtstart", event.starts_at.astimezone(zone))
        if event.ends_at > event.starts_at:
            entry.add("dtend", event.ends_at.astimezone(zone))
        return entry
    first, last = event.start_date, event.end_date or event.start_date
    if event.precision == DatePrecision.MONTH:
        first, last = first.replace(day=1), last_day_of_month(last)
    entry.add("dtstart", first)
    entry.add("dtend", last + timedelta(days=1))
    # Whole days, or a month of which the day is not known, block nobody's calendar.
    entry.add("transp", "TRANSPARENT")
    return entry


def _location(event: Event) -> str:
    if event.format == EventFormat.ONLINE:
        return _("Online")
    return ", ".join(
        part for part in (tidy_line(event.place), _("Online") if event.format == EventFormat.HYBRID else "") if part
    )


def _written(calendar: Calendar) -> bytes:
    """The file, with a VTIMEZONE for each zone that is used."""
    used: dict[str, list[date]] = defaultdict(list)
    for entry in calendar.events:
        start = entry.decoded("dtstart")
        if isinstance(start, datetime):
            used[str(start.tzinfo)].append(start.date())
    for name, days in used.items():
        calendar.subcomponents.insert(0, describe_zone(name, min(days), max(days)))
    return bytes(calendar.to_ical())
