"""What happens to everybody of an event at once: the worker does it share by share, however many there are.

A share is one transaction under the event's lock, and queues the next one in it: a worker that is killed has done all
of it or nothing, and what is done twice finds nothing to do.
"""

from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.db.models import Count, Max, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_tasks import TaskResultStatus, task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from events.enums import LIVE_STATES, Action, Actor, EventStatus, MailKind, PoolKind, RegistrationState
from events.models import Event, Registration
from events.outbox import has_mail, queue_many
from events.privacy.audit_log import SYSTEM, By
from events.registration.seats import move, with_event_locked
from portal.core.enums import MailStatus
from portal.core.mail.outbox.queueing import BATCH
from portal.core.mail.outbox.tasks import send_due_mail
from portal.core.models import OutgoingMail
from portal.core.operations.task_queue import waiting_tasks
from portal.core.types import AnyUser

#: People in one transaction, while nobody else gets a place; each of them takes a query or two.
SHARE = 200
#: How often a share that failed is begun in all, a minute apart, and how long after it failed.
TRIES = 10
TRIED_AGAIN_FOR = timedelta(days=1)
#: Mails that went out, or may still: only one that was dropped has told nobody.
KNOWN = (MailStatus.QUEUED, MailStatus.SENDING, MailStatus.SENT, MailStatus.FAILED)


def registered(event: Event) -> QuerySet[Registration]:
    """Everybody who holds a place, an offer or a place in the queue."""
    return event.registrations.filter(state__in=LIVE_STATES)


def in_queue(event: Event, kind: PoolKind) -> QuerySet[Registration]:
    """Everybody who waits for one kind of seats."""
    return event.registrations.filter(state=RegistrationState.WAITING, pool__kind=kind)


@task()
def cancel_registered(event_id: int) -> int:
    """Cancel a share of those who are registered for an event that does not take place; returns how many.

    Where it takes place after all, whoever has not been told stays registered.
    """

    def change(event: Event) -> int:
        now = timezone.now()
        if event.status != EventStatus.CANCELLED:
            return 0
        people = _cancel(event, registered(event), Action.EVENT_CANCELLED, SYSTEM)
        if now < event.ends_at:
            queue_many(MailKind.EVENT_CANCELLED, people, now, about=str(event.sequence))
        if len(people) == SHARE:
            cancel_registered.enqueue(event_id)
        elif now < event.ends_at:
            _tell_after_all(event)
        return len(people)

    return with_event_locked(event_id, change)


def _tell_after_all(event: Event) -> None:
    """Send what was dropped while the event was to take place in between: those people have heard of neither."""
    people = event.registrations.filter(state=RegistrationState.CANCELLED)
    dropped = OutgoingMail.objects.about(Registration.ABOUT, people).filter(
        kind=MailKind.EVENT_CANCELLED, status=MailStatus.DROPPED
    )
    if dropped.update(status=MailStatus.QUEUED, due_at=timezone.now(), done_at=None):
        send_due_mail.enqueue()


@task()
def cancel_queue(event_id: int, kind: str, user_id: int | None, last: int | None = None) -> int:
    """Cancel a share of those who wait, for an editor who asked for it; returns how many.

    Where the waiting list is on again, whoever is left keeps the place.

    Parameters:
        last: number of the last one who waited when it was asked for. Tasks that were queued before the tasks
            had it mean whoever waits when they are begun.
    """

    def change(event: Event) -> int:
        if event.pools.filter(kind=kind, waiting_list=True).exists():
            return 0
        by = By(Actor.DESK, get_user_model().objects.filter(pk=user_id or 0).first())
        waiting = in_queue(event, PoolKind(kind))
        until = last or waiting.aggregate(last=Max("pk"))["last"] or 0
        people = _cancel(event, waiting.filter(pk__lte=until), Action.CANCEL, by)
        queue_many(MailKind.CANCELLED_DESK, people, timezone.now())
        if len(people) == SHARE:
            cancel_queue.enqueue(event_id, kind, user_id, until)
        return len(people)

    return with_event_locked(event_id, change)


def _cancel(event: Event, people: QuerySet[Registration], action: Action, by: By) -> list[Registration]:
    """Cancel the first of ``people``, without mails. Needs the lock."""
    share = list(people.select_related("pool").order_by("pk")[:SHARE])
    for registration in share:
        registration.event = event
        move(registration, RegistrationState.CANCELLED, action, by, timezone.now())
    return share


def tell_everybody(event: Event, kind: MailKind) -> None:
    """Have the worker tell everybody whom it concerns that the event was moved, or takes place after all.

    Needs the lock. What waits to tell of an earlier time is taken back: it is overtaken.
    """
    _waiting(tell_share, event, kind).delete()
    last = event.registrations.aggregate(last=Max("pk"))["last"]
    if last:
        tell_share.enqueue(event.pk, str(kind), event.sequence, 0, last)


@task()
def tell_share(event_id: int, kind: str, sequence: int, after: int, last: int) -> int:
    """Queue a share of the mails about an event; returns for how many people. Queued twice, a mail goes out once.

    That it takes place after all, nobody hears twice: who was cancelled does not hear of later cancellations.

    Parameters:
        sequence: that of the event when it happened; of a newer move a newer task tells.
        after: number of the registration that was told last.
        last: number of the last one that there was when it happened.
    """

    def change(event: Event) -> int:
        now = timezone.now()
        if kind == MailKind.EVENT_MOVED:
            people, is_over = registered(event), event.sequence != sequence or now >= event.ends_at
            is_over = is_over or event.status == EventStatus.CANCELLED
        else:
            told = has_mail(kind=MailKind.EVENT_CANCELLED)
            knows = has_mail(kind=MailKind.EVENT_REOPENED, status__in=KNOWN)
            people = event.registrations.filter(told, ~knows, state=RegistrationState.CANCELLED)
            is_over = event.status != EventStatus.SCHEDULED
        if is_over:
            return 0
        share = list(people.filter(pk__gt=after, pk__lte=last).order_by("pk")[:BATCH])
        for registration in share:
            registration.event = event
        queue_many(MailKind(kind), share, now, about=str(sequence))
        if len(share) == BATCH:
            tell_share.enqueue(event_id, kind, sequence, share[-1].pk, last)
        return len(share)

    return with_event_locked(event_id, change)


def tell_link(event: Event, now: datetime) -> int:
    """Have the worker tell who takes part online that the link they know has changed; returns how many they are.

    Needs the lock. What waits to tell of an earlier change is taken back: the mail names the link of the day.
    """
    waiting_tasks(tell_link_share).filter(args_kwargs__args__0=event.pk).delete()
    concerned: dict[str, int] = _online(event).aggregate(number=Count("pk"), last=Max("pk"))
    if concerned["number"]:
        tell_link_share.enqueue(event.pk, _mark(event), f"{now:%Y%m%d%H%M%S}", 0, concerned["last"])
    return concerned["number"]


@task()
def tell_link_share(event_id: int, mark: str, moment: str, after: int, last: int) -> int:
    """Queue a share of the mails about a new link; returns for how many people. Queued twice, a mail goes out once.

    Parameters:
        mark: tells the link from others without naming it; of a newer link a newer task tells.
        moment: when it was changed: one and the same link may be news twice.
        after: number of the registration that was told last.
        last: number of the last one that had the old link; who came later has never seen it.
    """

    def change(event: Event) -> int:
        now = timezone.now()
        if _mark(event) != mark or event.status != EventStatus.SCHEDULED or now >= event.starts_at:
            return 0
        share = list(_online(event).filter(pk__gt=after, pk__lte=last).order_by("pk")[:BATCH])
        for registration in share:
            registration.event = event
        queue_many(MailKind.JOIN_LINK, share, now, about=f"join-{moment}")
        if len(share) == BATCH:
            tell_link_share.enqueue(event_id, mark, moment, share[-1].pk, last)
        return len(share)

    return with_event_locked(event_id, change)


def _online(event: Event) -> QuerySet[Registration]:
    """Who has a place online."""
    return event.registrations.filter(state=RegistrationState.CONFIRMED, pool__kind=PoolKind.ONLINE)


def _mark(event: Event) -> str:
    """Tells the link to take part from others: the link itself is encrypted, and the queue of tasks is not."""
    return salted_hmac("events.join-link", event.join_link, algorithm="sha256").hexdigest()[:16]


def clear_queue(event: Event, kind: PoolKind, user: AnyUser) -> int:
    """Have the worker cancel everybody who waits, with a mail; returns how many wait now.

    For a waiting list that was switched off: without this they keep their places and move up as before.
    """
    asked: dict[str, int] = in_queue(event, kind).aggregate(number=Count("pk"), last=Max("pk"))
    if asked["number"]:
        _waiting(cancel_queue, event, kind).delete()
        cancel_queue.enqueue(event.pk, str(kind), user.pk, asked["last"])
    return asked["number"]


def _waiting(wanted: Task[..., int], event: Event, kind: PoolKind | MailKind) -> "QuerySet[DBTaskResult[..., object]]":
    """The tasks of one kind about an event that no worker has begun."""
    return waiting_tasks(wanted).filter(args_kwargs__args__0=event.pk, args_kwargs__args__1=str(kind))


def kinds_being_cleared(event: Event) -> list[PoolKind]:
    """The kinds of seats for which the worker has not cancelled everybody yet who waits."""
    unfinished = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    tasks = DBTaskResult.objects.filter(
        task_path=cancel_queue.module_path, status__in=unfinished, args_kwargs__args__0=event.pk
    )
    return sorted({PoolKind(kind) for kind in tasks.values_list("args_kwargs__args__1", flat=True)})


def left_to_cancel(event: Event) -> int:
    """How many people the worker is about to cancel, for the desk to say."""
    if event.status == EventStatus.CANCELLED:
        return registered(event).count()
    return sum(in_queue(event, kind).count() for kind in kinds_being_cleared(event))


def continue_cancelling() -> None:
    """Go on with events that do not take place, where a task failed or was lost; a periodic job."""
    left = Event.objects.filter(status=EventStatus.CANCELLED, registrations__state__in=LIVE_STATES).distinct()
    for pk in left.values_list("pk", flat=True):
        if not waiting_tasks(cancel_registered).filter(args_kwargs__args__0=pk).exists():
            cancel_registered.enqueue(pk)
    _try_again()


def _try_again() -> None:
    """Queue shares again that failed lately, for example since the lock was not free: nothing else goes on with them.

    What is given up since workers were lost over it has no exception, and stays.
    """
    since = timezone.now() - TRIED_AGAIN_FOR
    shares = [share.module_path for share in (cancel_queue, tell_share, tell_link_share)]
    failed = DBTaskResult.objects.filter(task_path__in=shares, status=TaskResultStatus.FAILED, finished_at__gt=since)
    for row in failed.exclude(exception_class_path="").only("pk", "worker_ids"):
        if len(row.worker_ids) < TRIES:
            failed.filter(pk=row.pk).update(status=TaskResultStatus.READY, finished_at=None)
