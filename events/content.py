"""Content import: how events.json becomes event pages."""

from datetime import date, datetime
from typing import Any

from wagtail.models import Locale

from events.enums import DatePrecision, EventFormat, EventType
from events.models import EventElement, EventIndexPage, EventOrganiser, EventPage
from partners.content import find_partners
from portal.core.forms.countries import read_country, zone_of
from portal.editing.content import schema
from portal.editing.content.importer import PageKind, Record
from portal.editing.content.streams import paragraph, plain_paragraph, set_sources, stream

#: Abbreviations that sources use for a zone, and a place whose clock they mean.
ZONE_NAMES = {
    "CET": "Europe/Copenhagen",
    "CEST": "Europe/Copenhagen",
    "EET": "Europe/Helsinki",
    "GMT": "Atlantic/Reykjavik",
}


def fill_event(page: EventPage, record: Record, language: str) -> None:
    """Everything of an event in one language."""
    page.title, page.summary = record["title"][language], record["summary"][language]
    page.event_type, page.featured, page.format = record["type"], record["featured"], record["format"]
    page.venue, page.city = record["venue"] or "", record["city"] or ""
    page.country = read_country(record["country"] or "") or ""
    page.open_to_all = record["open_to_all"]
    page.timezone = ZONE_NAMES.get(record["timezone"] or "", zone_of(page.country, page.city))
    page.precision = record["date_precision"]
    page.start_date, page.start_time = _wall_time(record["start"])
    page.end_date, page.end_time = _wall_time(record["end"])
    page.set_span()
    paragraphs = record["description"].get(language, [])
    stream(page, "description", [("paragraph", plain_paragraph(text)) for text in paragraphs], record["slug"])
    stream(
        page, "agenda", [("item", {"time": "", "text": item[language]}) for item in record["agenda"]], record["slug"]
    )
    outcome = (record.get("afterwards") or {}).get(language, [])
    stream(page, "afterwards", [("paragraph", paragraph(text)) for text in outcome], record["slug"])
    set_sources(page, record)


def relate_event(page: EventPage, record: Record) -> None:
    """Organisers and elements in the order of the record, and the funder."""
    page.organisers = [
        EventOrganiser(partner=p, sort_order=n) for n, p in enumerate(find_partners(record["organisers"]))
    ]
    page.funder = next(iter(find_partners([record["funder"]])), None) if record["funder"] else None
    model = EventElement._meta.get_field("element").related_model
    elements = {e.slug: e for e in model.objects.filter(slug__in=record["elements"]).order_by("-pk")}
    page.event_elements = [EventElement(element=elements[s], sort_order=n) for n, s in enumerate(record["elements"])]


def _wall_time(value: str | None) -> tuple[Any, Any]:
    if value is None:
        return None, None
    if "T" in value:
        moment = datetime.fromisoformat(value)
        return moment.date(), moment.time().replace(tzinfo=None)
    return date.fromisoformat(value if value.count("-") == 2 else f"{value}-01"), None


def events_parent(record: Record, locale: Locale) -> Any:
    """Events lie below the overview of their language."""
    return EventIndexPage.objects.get(locale=locale)


_TEXT = schema.translated(schema.text)
EVENTS = PageKind(
    name="event",
    file="events.json",
    checks={
        **schema.SOURCED,
        "type": schema.choice(EventType.values),
        "featured": schema.boolean,
        "start": schema.date_or_moment,
        "end": schema.optional(schema.date_or_moment),
        "date_precision": schema.choice(DatePrecision.values),
        "timezone": schema.optional(schema.choice(ZONE_NAMES)),
        "format": schema.choice(EventFormat.values),
        "venue": schema.optional(schema.text),
        "city": schema.optional(schema.text),
        "country": schema.optional(schema.country()),
        "open_to_all": schema.optional(schema.boolean),
        "organisers": schema.list_of(schema.slug),
        "funder": schema.optional(schema.slug),
        "elements": schema.list_of(schema.slug),
        "title": _TEXT,
        "summary": _TEXT,
        "description": schema.translated(schema.list_of(schema.text)),
        "agenda": schema.list_of(_TEXT),
        "afterwards": schema.optional(schema.translated(schema.list_of(schema.text))),
    },
    model=lambda record: EventPage,
    parent=events_parent,
    fill=fill_event,
    relate=relate_event,
    references={"elements": "element", "organisers": "partner", "funder": "partner"},
)
