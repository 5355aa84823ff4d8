"""Mails of the registration in the outbox: which news is queued, for whom."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast

from events.enums import MailKind
from events.models import Message, Registration
from portal.core.mail.outbox import queueing
from portal.core.models import OutgoingMail


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
    # A hundred thousand people are never in memory at once.
    people = registrations.iterator(queueing.BATCH) if isinstance(registrations, QuerySet) else registrations
    written = {"message": message.pk} if message else {}
    return queueing.queue_many(
        queueing.new_mail(
            kind,
            about=(Registration.ABOUT, registration.pk),
            language=registration.language,
            dedupe=about or str(registration.sequence),
            due=due or now,
            payload={"event_sequence": registration.event.sequence, **written},
        )
        for registration in people
    )


def queue_lost_link(address: str, language: str, now: datetime) -> None:
    """Remember that somebody asked for their links.

    Who is registered is looked up later, so that the request takes the same time for everybody.
    """
    queueing.queue(MailKind.LINKS, address=address, language=language, due=now)


def has_mail(**conditions: object) -> Exists:
    """A condition on registrations: the outbox has, or had, a mail about it for which ``conditions`` hold."""
    key = Cast(OuterRef("pk"), TextField())
    return Exists(OutgoingMail.objects.filter(about_kind=Registration.ABOUT, about_key=key, **conditions))
