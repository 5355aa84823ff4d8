"""The transactional outbox: mails are queued in the transaction of the change they tell about."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import Signal

from events.enums import MailKind
from events.models import Message, OutgoingMail, Registration

#: Mails were put into the outbox, in the transaction of what they tell about.
mail_queued = Signal()
#: People whose mails are written in one statement.
BATCH = 1000


def queue(
    kind: MailKind,
    registration: Registration,
    now: datetime,
    *,
    about: str = "",
    due: datetime | None = None,
    message: Message | None = None,
) -> None:
    """Queue one mail.

    Parameters:
        about: what the mail is about, so that the same news goes out once; by default the state.
        due: not before this time.
    """
    queue_many(kind, [registration], now, about=about, due=due, message=message)


def queue_many(
    kind: MailKind,
    registrations: Iterable[Registration],
    now: datetime,
    *,
    about: str = "",
    due: datetime | None = None,
    message: Message | None = None,
) -> int:
    """Queue the same news for many; returns for how many. Those who have it already are left out."""
    # Read and written in batches: a hundred thousand people are never in memory at once.
    people = registrations.iterator(BATCH) if isinstance(registrations, QuerySet) else iter(registrations)
    number = 0
    with transaction.atomic():
        while batch := list(islice(people, BATCH)):
            OutgoingMail.objects.bulk_create(
                (
                    OutgoingMail(
                        kind=kind,
                        event_id=registration.event_id,
                        registration_id=registration.pk,
                        message=message,
                        language=registration.language,
                        event_sequence=registration.event.sequence,
                        dedupe_key=f"{kind}:{registration.pk}:{about or registration.sequence}",
                        due_at=due or now,
                    )
                    for registration in batch
                ),
                ignore_conflicts=True,
            )
            number += len(batch)
        if number:
            mail_queued.send(sender=None)
    return number


def queue_lost_link(address: str, language: str, now: datetime) -> None:
    """Remember that somebody asked for their links.

    Who is registered is looked up later, so that the request takes the same time for everybody.
    """
    OutgoingMail.objects.create(
        kind=MailKind.LINKS,
        address=address,
        language=language,
        due_at=now,
        dedupe_key=f"{MailKind.LINKS}:{uuid4()}",
    )
    mail_queued.send(sender=None)
