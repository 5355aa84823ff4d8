"""Queueing mails: rows of the outbox that are written in the transaction of what they tell about."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice
from uuid import uuid4

from django.db import models, transaction
from django.utils import timezone

from portal.core.mail.outbox.clients import client_of
from portal.core.mail.outbox.tasks import send_due_mail
from portal.core.models import OutgoingMail

#: Mails that are written in one statement.
BATCH = 1000
NOTHING = ("", "")


def new_mail(
    kind: str,
    *,
    about: tuple[str, object] = NOTHING,
    language: str,
    address: str = "",
    dedupe: str = "",
    due: datetime | None = None,
    payload: Mapping[str, int] | None = None,
) -> OutgoingMail:
    """A mail for ``queue_many``.

    Parameters:
        kind: prefix of the client, a dot, and the client's own name for it.
        about: kind and key of what it is about.
        address: the recipient, if no row knows it that the client could ask when it writes.
        dedupe: which news of this kind about this thing; without it each call is news.
        due: not before this time.
        payload: numbers that the client needs to write it, never anything about people.

    Raises:
        LookupError: nobody writes mails of this kind.
    """
    client_of(kind)
    about_kind, key = about[0], str(about[1])
    return OutgoingMail(
        kind=kind,
        about_kind=about_kind,
        about_key=key,
        address=address,
        language=language,
        dedupe_key=f"{kind}:{key}:{dedupe or uuid4()}",
        due_at=due or timezone.now(),
        payload=payload or {},
    )


def queue(
    kind: str,
    *,
    about: tuple[str, object] = NOTHING,
    language: str,
    address: str = "",
    dedupe: str = "",
    due: datetime | None = None,
    payload: Mapping[str, int] | None = None,
) -> None:
    """Queue one mail; the parameters are those of ``new_mail``."""
    mail = new_mail(kind, about=about, language=language, address=address, dedupe=dedupe, due=due, payload=payload)
    queue_many([mail])


def queue_many(mails: Iterable[OutgoingMail]) -> int:
    """Queue mails; returns how many. News that went out, or waits to, is left out."""
    # Read and written in batches: a hundred thousand people are never in memory at once.
    rest, number = iter(mails), 0
    with transaction.atomic():
        while batch := list(islice(rest, BATCH)):
            OutgoingMail.objects.bulk_create(batch, ignore_conflicts=True)
            number += len(batch)
        if number:
            send_due_mail.enqueue()
    return number


def forget(kind: str, things: models.QuerySet[models.Model] | Iterable[object]) -> None:
    """Delete the mails about some things, given by keys or by a query: they are, or will be, deleted themselves."""
    OutgoingMail.objects.about(kind, things).delete()
