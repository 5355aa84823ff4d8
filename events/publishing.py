"""Publishing: the facts of a page are copied to the event that people register for, and who must know is told.

Facts come from the original page only. A translation that is published later may hold older facts: it brings its
title, its address and its wording of the questions.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from wagtail_localize.models import Translation

from events.enums import Action, EventFormat, EventStatus, MailKind, PoolKind, RegistrationState
from events.models import Event, EventPage, EventText, Question, SeatPool
from events.privacy.audit_log import SYSTEM, record
from events.registration.consent import default_consent, set_consent
from events.registration.crowds import cancel_registered, tell_everybody
from events.registration.questions import question_key, shared_fields, wording
from events.registration.seats import fill, free_numbers, lock_event

#: A change of these must reach every calendar: the mail and the sequence number follow.
MATERIAL = ("start_date", "start_time", "end_date", "end_time", "timezone", "precision", "format", "place")
#: A cancellation drops the mails about a move that are not sent yet; a day later they are.
MAY_HAVE_MISSED = timedelta(days=1)
#: Fields of the event with the same name on the page.
SAME = (
    *("start_date", "start_time", "end_date", "end_time", "timezone", "precision", "format", "organisation_id"),
    *("takes_registrations", "cancel_until", "promotion", "offer_hours", "cutoff_hours", "first_reminder_days"),
    *("last_reminder_days", "retention_days", "sensitive_retention_days"),
)
POOLS = {
    EventFormat.ONLINE: (PoolKind.ONLINE,),
    EventFormat.IN_PERSON: (PoolKind.IN_PERSON,),
    EventFormat.HYBRID: (PoolKind.IN_PERSON, PoolKind.ONLINE),
}


def publish(page: EventPage, now: datetime | None = None) -> Event:
    """Bring a published page to its event; makes the event when the page is new (a copy is another event)."""
    now = now or timezone.now()
    with transaction.atomic():
        event = Event.objects.filter(translation_key=page.translation_key).first()
        if event is None:
            event = Event.objects.create(translation_key=page.translation_key, **_facts(page))
        event = lock_event(event.pk)
        if not is_translation(page):
            _bring_facts(event, page, now)
        EventText.objects.update_or_create(
            event=event,
            language=page.locale_code,
            defaults={"title": page.title, "slug": page.slug, "url": page.url_path, "live": True},
        )
        _bring_wording(event, page)
        if event.status == EventStatus.WITHDRAWN and not page.cancelled:
            Event.objects.filter(pk=event.pk).update(status=EventStatus.SCHEDULED)
            event.status = EventStatus.SCHEDULED
        fill(event, now)
    return event


def withdraw(page: EventPage) -> None:
    """A page went offline or was deleted. When it was the last, nobody new can register; who did keeps the links."""
    EventText.objects.filter(event__translation_key=page.translation_key, language=page.locale_code).update(live=False)
    event = Event.objects.filter(translation_key=page.translation_key).first()
    if event and event.status == EventStatus.SCHEDULED and not event.texts.filter(live=True).exists():
        Event.objects.filter(pk=event.pk).update(status=EventStatus.WITHDRAWN)


def is_translation(page: EventPage) -> bool:
    """Whether the page was made from another language's page."""
    found: bool = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id
    ).exists()
    return found


def _facts(page: EventPage) -> dict[str, object]:
    place = ", ".join(part for part in (page.venue, page.city) if part)
    return {
        **{name: getattr(page, name) for name in SAME},
        "place": place,
        "opens_at": page.registration_opens,
        "closes_at": page.registration_closes,
    }


def _bring_facts(event: Event, page: EventPage, now: datetime) -> None:
    before = {name: getattr(event, name) for name in MATERIAL}
    for name, value in _facts(page).items():
        setattr(event, name, value)
    moved = any(getattr(event, name) != value for name, value in before.items())
    cancels = page.cancelled and event.status != EventStatus.CANCELLED
    reopens = not page.cancelled and event.status == EventStatus.CANCELLED
    if moved or cancels or reopens:
        event.sequence += 1
    if cancels or reopens:
        event.status = EventStatus.CANCELLED if cancels else EventStatus.SCHEDULED
    event.save()
    _bring_pools(event, page, now)
    if cancels:
        cancel_all(event, now)
    if moved:
        record(Action.EVENT_MOVED, SYSTEM, now, event=event)
    if reopens:
        invite_again(event, now)
    elif moved and event.status != EventStatus.CANCELLED and now < event.ends_at:
        tell_everybody(event, MailKind.EVENT_MOVED)


def cancel_all(event: Event, now: datetime) -> None:
    """The event does not take place: nobody stays registered, and everybody is told once. Needs the lock.

    The worker does it; nobody can register, confirm or move up meanwhile.
    """
    record(Action.EVENT_CANCELLED, SYSTEM, now, event=event)
    event.registrations.filter(state=RegistrationState.UNCONFIRMED).update(expires_at=now)
    cancel_registered.enqueue(event.pk)


def invite_again(event: Event, now: datetime) -> None:
    """It takes place after all: nobody is registered silently, those who were are told. Needs the lock.

    Whom the cancelling had not reached is still registered, and hears of what was changed about then.
    """
    cancelled = event.log.filter(action=Action.EVENT_CANCELLED).aggregate(at=Max("at"))["at"] or now
    moved = event.log.filter(action=Action.EVENT_MOVED, at__gte=cancelled - MAY_HAVE_MISSED)
    record(Action.EVENT_REOPENED, SYSTEM, now, event=event)
    tell_everybody(event, MailKind.EVENT_REOPENED)
    if now < event.ends_at and moved.exists():
        tell_everybody(event, MailKind.EVENT_MOVED)


def _bring_pools(event: Event, page: EventPage, now: datetime) -> None:
    kinds = POOLS[EventFormat(page.format)]
    places = {PoolKind.ONLINE: page.online_places, PoolKind.IN_PERSON: page.in_person_places}
    for kind in kinds:
        set_capacity(event, kind, places[kind], page.waiting_list, now)
    # A kind that is no longer offered: nobody new, but nobody is thrown out either.
    for pool in event.pools.exclude(kind__in=kinds):
        if pool.registrations.exists():
            set_capacity(event, PoolKind(pool.kind), 0, False, now)
        else:
            pool.delete()


def set_capacity(event: Event, kind: PoolKind, capacity: int | None, waiting_list: bool, now: datetime) -> SeatPool:
    """Change the number of places. Nobody is thrown out; seats get numbers when a limit comes. Needs the lock."""
    pool, created = SeatPool.objects.get_or_create(
        event=event, kind=kind, defaults={"capacity": capacity, "waiting_list": waiting_list}
    )
    if created or (pool.capacity == capacity and pool.waiting_list == waiting_list):
        return pool
    changed = pool.capacity != capacity
    pool.capacity, pool.waiting_list = capacity, waiting_list
    if changed:
        pool.acknowledged_over = 0
        record(Action.CAPACITY, SYSTEM, now, event=event, amount=capacity)
    pool.save()
    if capacity is not None:
        unnumbered = pool.registrations.filter(state=RegistrationState.CONFIRMED, seat_no__isnull=True)
        for registration, seat in zip(
            unnumbered.order_by("confirmed_at", "pk"), free_numbers(pool, beyond=True), strict=False
        ):
            registration.seat_no = seat
            registration.save(update_fields=["seat_no"])
    return pool


def _bring_wording(event: Event, page: EventPage) -> None:
    """Questions and consent in the language of the page. Questions that were answered are retired, never deleted."""
    language, original = page.locale_code, not is_translation(page)
    known = {question.key: question for question in event.questions.all()}
    for position, block in enumerate(page.questions):
        question = known.pop(question_key(block), None)
        if question is None:
            question = Question(event=event, key=question_key(block))
        if original:
            for name, value in shared_fields(block).items():
                setattr(question, name, value)
            question.position, question.retired = position, False
        question.texts = {**question.texts, language: wording(block, language)}
        question.save()
    if original:
        event.questions.filter(pk__in=[question.pk for question in known.values()]).update(retired=True)
        event.questions.filter(retired=True, answers__isnull=True).delete()
    if event.takes_registrations:
        set_consent(event, language, page.consent_text.strip() or default_consent(event, language))
