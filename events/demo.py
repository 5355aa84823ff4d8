"""An event to try the registration with: all real ones are past. It says on every page that it is not real."""

from datetime import time, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from events.enums import EventFormat, EventType, QuestionKind
from events.models import Event, EventIndexPage, EventPage, LogEntry, Message, Registration

#: Keys of try-out events are derived from their slug, so that a real event is never taken for one.
NAMESPACE = UUID("5f0d3c1a-7b0e-4a53-9a2e-6d2f8c7b4e10")


class DemoError(Exception):
    """The try-out event cannot be made; the message says why."""


def demo_key(slug: str) -> UUID:
    """The translation key of the try-out event with this slug."""
    return uuid5(NAMESPACE, slug)


@transaction.atomic
def publish_demo_event(slug: str, capacity: int | None, days: int) -> list[EventPage]:
    """Publish a try-out event in every language with open registration; an existing one is brought up to date.

    Parameters:
        capacity: places, None for no limit.
        days: from today to the event.

    Raises:
        DemoError: there is no overview of events yet, or another page has the address.
    """
    pages = []
    for language, _name in settings.LANGUAGES:
        index = EventIndexPage.objects.filter(locale__language_code=language).first()
        if index is None:
            raise DemoError(f"There is no overview of events in {language}: load the content first.")
        page = EventPage.objects.filter(translation_key=demo_key(slug), locale=index.locale).first()
        if page is None:
            if index.get_children().filter(slug=slug).exists():
                raise DemoError(f"Another page has the address {index.url_path}{slug}/: choose another --slug.")
            page = EventPage(translation_key=demo_key(slug), locale=index.locale, slug=slug)
        with translation.override(language):
            _fill(page, slug, capacity, days)
        if page.pk is None:
            index.add_child(instance=page)
        page.save_revision().publish()
        pages.append(page)
    event = Event.objects.get(translation_key=demo_key(slug))
    event.join_link, event.join_link_hours = "https://meeting.example/try-out", 24 * 30
    event.save()
    return pages


@transaction.atomic
def remove_demo_event(slug: str) -> int:
    """Take a try-out event away with all that was tried; returns how many registrations it had."""
    for page in EventPage.objects.filter(translation_key=demo_key(slug)):
        page.delete()
    event = Event.objects.filter(translation_key=demo_key(slug)).first()
    if event is None:
        return 0
    number = event.registrations.count()
    Registration.objects.filter(event=event).delete()
    Message.objects.filter(event=event).delete()
    # The log cannot be shortened by anything else: an event that was never real leaves none.
    log = LogEntry.objects.filter(event=event)
    log._raw_delete(log.db)
    event.delete()
    return number


def _fill(page: EventPage, slug: str, capacity: int | None, days: int) -> None:
    facts: dict[str, Any] = {
        "event_type": EventType.WORKSHOP,
        "format": EventFormat.ONLINE,
        "start_date": timezone.localdate() + timedelta(days=days),
        "start_time": time(13),
        "end_time": time(15, 30),
        "timezone": "Europe/Copenhagen",
        "open_to_all": True,
        "takes_registrations": True,
        "online_places": capacity,
        "retention_days": 30,
    }
    for name, value in facts.items():
        setattr(page, name, value)
    page.title = _("Try-out workshop (not a real event)")
    page.summary = _("This event does not take place. It is here so that you can try how registration works.")
    block = page.questions.stream_block
    page.questions = block.to_python(_questions(slug))


def _questions(slug: str) -> list[dict[str, object]]:
    interest = {
        "label": _("Which part of the model interests you most?"),
        "help": "",
        "kind": QuestionKind.SHORT_TEXT,
        "options": [],
        "required": False,
        "sensitive": False,
    }
    return [
        {"type": "question", "id": str(uuid5(demo_key(slug), "interest")), "value": interest},
        {"type": "need", "id": str(uuid5(demo_key(slug), "access")), "value": {"need": "access"}},
    ]
