"""Messages of organisers (mailings): stored when they are sent, put into the outbox by the worker share by share."""

import logging
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks import task

from events.enums import Action, MailKind
from events.models import Event, Message, Registration
from events.outbox import queue_many
from events.privacy.audit_log import desk, record
from portal.core.i18n.languages import active_language, reading_order
from portal.core.mail.outbox import queueing
from portal.core.operations.task_queue import queue_once
from portal.core.types import AnyUser

logger = logging.getLogger(__name__)


def send_message(
    event: Event, texts: Mapping[str, tuple[str, str]], states: list[str], pool: str, user: AnyUser, now: datetime
) -> int:
    """Write to a part of the registrants; returns to how many. The worker makes the mails.

    Parameters:
        texts: subject and body by language; who reads another language gets the best of these.
        states: whoever has left them when the mail is sent gets nothing.
        pool: one kind of seats only, or empty.
    """
    people = recipients(event, states, pool).count()
    # All or nothing: after an error the organiser sends it again, and nobody gets it twice.
    with transaction.atomic():
        message = Message.objects.create(
            event=event, author_id=user.pk, states=states, pool=pool, sent_at=now, people=people, queued_until=0
        )
        for language, (subject, body) in texts.items():
            message.texts.create(language=language, subject=subject, body=body)
        record(Action.MESSAGE, desk(user), now, event=event, amount=people)
        queue_messages.enqueue()
    return people


def recipients(event: Event, states: list[str], pool: str) -> QuerySet[Registration]:
    """Whom a message reaches that is sent now."""
    return _chosen(event.registrations.all(), states, pool).filter(bounced_at__isnull=True)


def _chosen(people: QuerySet[Registration], states: list[str], pool: str) -> QuerySet[Registration]:
    found = people.filter(state__in=states, anonymised_at__isnull=True)
    return found.filter(pool__kind=pool) if pool else found


def unfinished(event: Event) -> list[tuple[str, Message]]:
    """Messages of an event that are not in the outbox for everybody yet, with their subjects for the reader."""
    order = reading_order(active_language())
    return [
        (min(message.texts.all(), key=lambda text: order.index(text.language)).subject, message)
        for message in event.messages.filter(queued_until__isnull=False).order_by("pk").prefetch_related("texts")
    ]


@task()
def queue_messages() -> int:
    """Put the next share of a message into the outbox; returns for how many people.

    What is left is for another task at the end of the queue: a message to thousands holds nothing else up, nor does one
    whose share fails. That is tried again with the next share, and by ``continue_messages``.

    Raises:
        Exception: the share of the only message that is left failed.
    """
    failed: dict[int, Exception] = {}
    with transaction.atomic():
        while message := _lock_next(failed):
            try:
                with transaction.atomic():
                    number = _queue_share(message)
                break
            except Exception as error:  # one bad message must not stop the others
                logger.exception("Message %s could not be queued: %s", message, type(error).__name__, exc_info=False)
                failed[message.pk] = error
        else:
            if failed:
                raise next(iter(failed.values()))
            return 0  # whoever holds those that are left goes on with them
        if _unfinished(failed).exists():
            queue_once(queue_messages)
    return number


def _unfinished(failed: Collection[int] = ()) -> QuerySet[Message]:
    return Message.objects.filter(queued_until__isnull=False).exclude(pk__in=[*failed])


def _lock_next(failed: Collection[int]) -> Message | None:
    """The first unfinished message that no other worker holds. On SQLite one worker waits for the other."""
    waiting = _unfinished(failed).order_by("pk")
    return waiting.select_for_update(skip_locked=True, of=("self",)).select_related("event").first()


def _queue_share(message: Message) -> int:
    """Queue the mails of one share together with how far the message has come. Needs a transaction.

    A worker that is killed has done neither.
    """
    # Whose address was refused after it was sent gets the mail when the address works again.
    reachable = Q(bounced_at__isnull=True) | Q(bounced_at__gt=message.sent_at)
    rest = _chosen(message.event.registrations.filter(reachable), message.states, message.pool)
    share = list(
        rest.filter(pk__gt=message.queued_until, created_at__lte=message.sent_at).order_by("pk")[: queueing.BATCH]
    )
    for registration in share:
        registration.event = message.event
    if share:
        queue_many(MailKind.MESSAGE, share, timezone.now(), about=f"message-{message.pk}", message=message)
    message.queued += len(share)
    message.queued_until = share[-1].pk if len(share) == queueing.BATCH else None
    message.save(update_fields=["queued", "queued_until"])
    return len(share)


def continue_messages() -> None:
    """Go on with messages whose worker was killed, or whose task failed; a periodic job."""
    if _unfinished().exists():
        queue_once(queue_messages)
