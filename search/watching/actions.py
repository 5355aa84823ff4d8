"""Watching a list by mail: double opt-in, each list once for an address, and an end that needs no log-in."""

from datetime import datetime

from django.core import signing
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import override

from portal.core.mail.addresses import address_key, tidy_address
from portal.core.mail.outbox.queueing import forget, queue
from portal.core.operations.retention import UNCONFIRMED_WATCHES, WATCHES
from portal.core.web.tokens import fingerprint, is_token, new_token
from search.models import Watch
from search.watching.lists import WatchedList

#: Kind of thing that mails are about, and of the mail that asks to confirm.
ABOUT, CONFIRM = "watch", "watching.confirm"
_signer = signing.Signer(salt="search.watching.end")


def watch(watched: WatchedList, address: str, language: str, now: datetime) -> Watch:
    """Ask an address to confirm that it wants to hear what is new in a list.

    Who confirmed already is not asked again, nor told so: the form says the same to everybody.
    """
    with transaction.atomic():
        found, _created = Watch.objects.get_or_create(
            list_hmac=_hmac(f"{watched.place}?{watched.query}#{language}"),
            address_hmac=_hmac(address_key(address)),
            defaults={
                "place": watched.place,
                "query": watched.query,
                "language": language,
                "address": tidy_address(address),
                "created_at": now,
                "ends_at": now + UNCONFIRMED_WATCHES.period,
            },
        )
        if found.confirmed_at is None:
            found.ends_at = now + UNCONFIRMED_WATCHES.period
            found.save(update_fields=["ends_at"])
            queue(CONFIRM, about=(ABOUT, found.pk), language=language, dedupe=f"{now:%Y%m%d%H}")
    return found


def _hmac(text: str) -> str:
    return salted_hmac("search.watching", text, algorithm="sha256").hexdigest()


def new_confirm_path(watch: Watch) -> str:
    """The path of a new link to confirm, for the mail; one that was mailed before works no longer."""
    token = new_token()
    Watch.objects.filter(pk=watch.pk).update(confirm_sha256=fingerprint(token))
    with override(watch.language):
        return reverse("watch_confirm", args=[token])


def find(token: str, now: datetime) -> Watch | None:
    """The watch that a mailed link asks to confirm, or that was confirmed by it."""
    if not is_token(token):
        return None
    return Watch.objects.filter(confirm_sha256=fingerprint(token), ends_at__gt=now).first()


def confirm(watch: Watch, now: datetime) -> None:
    """Complete the double opt-in. Only ever called by a POST."""
    Watch.objects.filter(pk=watch.pk, confirmed_at=None).update(confirmed_at=now, ends_at=now + WATCHES.period)


def end_path(watch: Watch) -> str:
    """The path that ends a watch, for the foot of each of its mails."""
    with override(watch.language):
        return reverse("watch_end", args=[_signer.sign(str(watch.pk))])


def read_end(signed: str) -> int | None:
    """The number of the watch that a link of a mail's foot names; None if the portal did not write it."""
    try:
        return int(_signer.unsign(signed))
    except (signing.BadSignature, ValueError):
        return None


def end(watches: QuerySet[Watch]) -> int:
    """End watches: nothing of them is kept; returns how many there were."""
    with transaction.atomic():
        forget(ABOUT, list(watches.values_list("pk", flat=True)))
        return watches.delete()[0]


def forget_ended(now: datetime | None = None) -> int:
    """Delete what nobody confirmed in time, and watches whose time is over; returns how many."""
    return end(Watch.objects.filter(ends_at__lte=now or timezone.now()))
