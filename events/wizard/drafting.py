"""Makes a page of what was said, and begins with what was said about an earlier event."""

import html
import re
from collections.abc import Iterable
from datetime import date, time
from typing import Any
from uuid import uuid4

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail_localize.models import Translation

from events.editing import SETTINGS, copied_questions
from events.enums import DatePrecision, EventFormat
from events.models import EventDraft, EventElement, EventIndexPage, EventOrganiser, EventPage
from events.wizard.forms import NO, YES, end_of_day, same_weekday
from events.wizard.lines import read_agenda, read_questions, read_speakers
from events.wizard.places import place_of, zone_name
from partners.models import PartnerPage
from partners.teams.ownership import acts_for_all, organisation_ids
from portal.core.types import AnyUser
from portal.core.users.models import User
from portal.editing.content.streams import plain_paragraph
from portal.editing.wizard.forms import Said

#: Earlier events that are offered to begin with.
MOST_EARLIER = 10
#: What an event like an earlier one has from it without being asked.
TAKEN_OVER = (
    *("featured", "funder", "promotion", "offer_hours", "cutoff_hours", "consent_text"),
    *("first_reminder_days", "last_reminder_days", "retention_days", "sensitive_retention_days"),
)


def drafts_of(user: AnyUser) -> QuerySet[EventDraft]:
    """What ``user`` may go on with: the drafts of the own teams; all of them for the secretariat."""
    drafts = EventDraft.objects.order_by("-updated_at", "-pk")
    return drafts if acts_for_all(user) else drafts.filter(organisation__in=organisation_ids(user))


def earlier_events(user: User) -> list[EventPage]:
    """Events that ``user`` may begin with, each in the language in which it was written, the latest first."""
    pages = EventPage.objects.order_by("-starts_at", "-pk").select_related("locale")
    if not acts_for_all(user):
        pages = pages.filter(organisation__in=organisation_ids(user))
    of_page = {"source__object_id": OuterRef("translation_key"), "target_locale": OuterRef("locale")}
    return list(pages.exclude(Exists(Translation.objects.filter(**of_page)))[:MOST_EARLIER])


def said_about(page: EventPage, today: date) -> Said:
    """The answers that would have led to ``page``, with its days moved to lie ahead on the same days of the week.

    Who speaks is not taken over: people are asked anew.
    """
    moved = same_weekday(page.start_date, today)
    closes = page.registration_closes.astimezone(page.zone).date() + moved if page.registration_closes else None
    said: dict[str, Any] = {
        **{
            name: getattr(page, name)
            for name in ("title", "event_type", "summary", "format", "venue", "city", "country")
        },
        "description": "\n\n".join(text for block in page.description for text in _typed(str(block.value))),
        "open_to_all": NO if page.open_to_all is False else YES,
        "written_in": page.locale_code,
        "organisation": page.organisation_id,
        "start_date": (page.start_date + moved).isoformat(),
        "end_date": (page.end_date + moved).isoformat() if page.end_date else None,
        "agenda": "\n".join(f"{block.value['time']} {block.value['text']}".strip() for block in page.agenda),
        "questions": "\n".join(
            block.value["text"] for block in page.input_questions if page.takes_input and block.block_type == "own"
        ),
        "takes_registrations": YES if page.takes_registrations else NO,
        "in_person_places": page.in_person_places,
        "online_places": page.online_places,
        # An event that is moved to next week may have closed a fortnight before.
        "closes": closes.isoformat() if closes and closes >= today else None,
        "waiting_list": YES if page.waiting_list else NO,
        "clock": page.timezone,
    }
    # What follows from the town by itself is not asked about.
    if place_of({**said, "country": ""}).country == page.country:
        said["country"] = ""
    if zone_name(said) != page.timezone:
        said["timezone"] = page.timezone
    for name in ("start_time", "end_time"):
        if clock := getattr(page, name):
            said[name] = clock.isoformat()
    return said


def _typed(rich_text: str) -> list[str]:
    """The paragraphs and items of lists as somebody would type them."""
    parts = (html.unescape(strip_tags(part)) for part in re.split(r"</(?:p|li)>|<br/?>", rich_text))
    return [text for part in parts if (text := " ".join(part.split()))]


def section_of(language: str) -> EventIndexPage | None:
    """The overview below which events of ``language`` stand."""
    return EventIndexPage.objects.filter(locale__language_code=language).select_related("locale").first()


def build_event(draft: EventDraft, section: EventIndexPage, user: User) -> EventPage:
    """The page as it would be made now; nothing is stored."""
    said = draft.said
    page = EventPage(locale=section.locale, live=False, organisation=draft.organisation, owner=user)
    if draft.source:
        _take_over(page, draft.source)
    place, takes = place_of(said), said.get("takes_registrations") == YES
    for name in ("title", "summary", "event_type", "format"):
        if said.get(name):
            setattr(page, name, said[name])
    page.venue, page.city, page.country = place.venue, place.city, place.country
    page.open_to_all = said.get("open_to_all", YES) == YES
    page.timezone, page.precision = zone_name(said), DatePrecision.MINUTE
    page.start_date, page.end_date = _day(said.get("start_date")) or timezone.localdate(), _day(said.get("end_date"))
    page.start_time, page.end_time = _clock(said.get("start_time")), _clock(said.get("end_time"))
    page.takes_registrations, page.waiting_list = takes, said.get("waiting_list") != NO
    page.in_person_places = said.get("in_person_places") if page.format != EventFormat.ONLINE else None
    page.online_places = said.get("online_places") if page.format != EventFormat.IN_PERSON else None
    closes = _day(said.get("closes"))
    page.registration_closes = end_of_day(closes, page.zone) if closes else None
    _write(page, said, draft.source)
    _name_organiser(page)
    page.set_span()
    return page


def _write(page: EventPage, said: Said, source: EventPage | None) -> None:
    """What is written as text. What nobody changed keeps the form that it had in an earlier event."""
    before = said_about(source, timezone.localdate()) if source else {}
    text = str(said.get("description") or "")
    if source and text == before["description"]:
        _fill(page, "description", copied_questions(source.description))
    else:
        parts = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text)]
        _fill(page, "description", _blocks("paragraph", (plain_paragraph(part) for part in parts if part)))
    agenda = str(said.get("agenda") or "")
    if source and agenda == before["agenda"]:
        _fill(page, "agenda", copied_questions(source.agenda))
    else:
        items = ({"time": item.time, "text": item.text} for item in read_agenda(agenda))
        _fill(page, "agenda", _blocks("item", items))
    speakers = read_speakers(str(said.get("speakers") or ""))
    _fill(
        page,
        "statements",
        _blocks("statement", ({"name": s.name, "role": s.role, "organisation": s.organisation} for s in speakers)),
    )
    asked = _asked(str(said.get("questions") or ""), source)
    page.takes_input = bool(asked)
    _fill(page, "input_questions", asked)


def _asked(questions: str, source: EventPage | None) -> list[dict[str, object]]:
    """What everybody is asked. A question in the words of an earlier event keeps its statements and times."""
    lines = read_questions(questions)
    earlier: list[Any] = copied_questions(source.input_questions) if source and source.takes_input and lines else []
    own = {block["value"]["text"]: block for block in earlier if block["type"] == "own"}
    if lines == list(own):
        return earlier
    stages = ["before", "live", "after"]
    asked = _blocks("own", ({"text": text, "stages": stages, "seeds": []} for text in lines))
    # Questions of elements are not in the field: whoever changed a word did not mean them.
    return [
        *(own.pop(text, block) for text, block in zip(lines, asked, strict=True)),
        *(block for block in earlier if block["type"] != "own"),
    ]


def _take_over(page: EventPage, source: EventPage) -> None:
    for name in (*TAKEN_OVER, *(name for name in SETTINGS if name != "takes_input")):
        setattr(page, name, getattr(source, name))
    if page.locale_id == source.locale_id:
        page.text_language = source.text_language
    _fill(page, "questions", copied_questions(source.questions))
    organisers, elements = enumerate(source.organisers.all()), enumerate(source.event_elements.all())
    rows: Any = page.organisers
    rows.add(*(EventOrganiser(partner=row.partner, sort_order=n) for n, row in organisers))
    rows = page.event_elements
    rows.add(*(EventElement(element=row.element, sort_order=n) for n, row in elements))


def _name_organiser(page: EventPage) -> None:
    """The own organisation invites, if nobody else was named and its page is public."""
    if page.organisers.all() or page.organisation is None:
        return
    pages = PartnerPage.objects.filter(organisation=page.organisation, live=True)
    own = pages.filter(locale=page.locale_id).first() or pages.order_by("pk").first()
    if own:
        rows: Any = page.organisers
        rows.add(EventOrganiser(partner=own, sort_order=0))


def _blocks(kind: str, values: Iterable[object]) -> list[dict[str, object]]:
    return [{"type": kind, "id": str(uuid4()), "value": value} for value in values]


def _fill(page: EventPage, name: str, raw: list[dict[str, object]]) -> None:
    field: Any = page._meta.get_field(name)
    setattr(page, name, field.stream_block.to_python(raw))


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None


def _clock(text: object) -> time | None:
    return time.fromisoformat(str(text)) if text else None
