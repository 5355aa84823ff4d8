"""JSON-LD of events: schema.org/Event."""

from typing import Any

from events.enums import DatePrecision, EventFormat
from events.models import EventPage
from portal.core.hooks.site_url import absolute
from portal.core.i18n.locales import country_name
from portal.core.pages.structured_data import json_ld, publisher, web_page

_MODES = {
    EventFormat.ONLINE: "OnlineEventAttendanceMode",
    EventFormat.IN_PERSON: "OfflineEventAttendanceMode",
    EventFormat.HYBRID: "MixedEventAttendanceMode",
}


@json_ld.register
def describe_event(page: EventPage, image: str) -> dict[str, object]:
    """Name, time as exactly as it is known, place and how to attend."""
    data = {
        **web_page(page, "Event"),
        "image": image,
        "startDate": moment(page, page.starts_local),
        "endDate": moment(page, page.ends_local, last=True),
        "eventAttendanceMode": f"https://schema.org/{_MODES[EventFormat(page.format)]}",
        "eventStatus": f"https://schema.org/{'EventCancelled' if page.is_cancelled else 'EventScheduled'}",
        "location": _location(page),
        "organizer": publisher(),
    }
    if page.featured:
        data["isAccessibleForFree"] = True
        data["offers"] = {
            "@type": "Offer",
            "price": 0,
            "priceCurrency": "EUR",
            "url": absolute(page.url_path),
            "availability": f"https://schema.org/{'SoldOut' if page.is_past else 'InStock'}",
        }
    return data


def moment(page: EventPage, value: Any, *, last: bool = False) -> str:
    """ISO 8601 as exactly as the event's date is known: with offset, as a date, or as a month."""
    if page.precision == DatePrecision.MINUTE:
        return str(value.isoformat())
    day = page.last_day if last else value.date()
    return f"{day:%Y-%m}" if page.precision == DatePrecision.MONTH else day.isoformat()


def _location(page: EventPage) -> Any:
    online = {"@type": "VirtualLocation", "url": absolute(page.url_path)}
    if page.format == EventFormat.ONLINE:
        return online
    address = {"@type": "PostalAddress", "addressLocality": page.city, "addressCountry": page.country}
    name = page.venue or page.city or country_name(page.country, page.locale_code)
    place = {"@type": "Place", "name": name, "address": {key: value for key, value in address.items() if value}}
    return [place, online] if page.format == EventFormat.HYBRID else place
