"""Following a contribution by mail: double opt-in, one address once, and an end that needs no log-in."""

from datetime import datetime

from django.core import signing
from django.db import models, transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import override

from events.dialogue.models import Contribution, Follower
from portal.core.mail.addresses import address_key, tidy_address
from portal.core.mail.outbox.queueing import forget, queue
from portal.core.operations.retention import FOLLOWERS, UNCONFIRMED_FOLLOWERS
from portal.core.web.tokens import fingerprint, is_token, new_token

#: Kind of the mail that asks to confirm, and of what it is about; the flow of the mails writes it.
CONFIRM, FOLLOWER = "dialogue.confirm", "follower"
_signer = signing.Signer(salt="dialogue.stop")


def follow(contribution: Contribution, address: str, language: str, now: datetime) -> Follower:
    """Ask an address to confirm that it wants to hear what becomes of a contribution.

    Who confirmed already is not asked again, nor told so: the form says the same to everybody.
    """
    key = hmac_of(address)
    with transaction.atomic():
        follower, _created = Follower.objects.get_or_create(
            contribution=contribution,
            address_hmac=key,
            defaults={
                "address": tidy_address(address),
                "language": language,
                "created_at": now,
                "ends_at": now + UNCONFIRMED_FOLLOWERS.period,
            },
        )
        if follower.confirmed_at is None:
            follower.ends_at = now + UNCONFIRMED_FOLLOWERS.period
            follower.save(update_fields=["ends_at"])
            queue(CONFIRM, about=(FOLLOWER, follower.pk), language=language, dedupe=f"{now:%Y%m%d%H}")
    return follower


def hmac_of(address: str) -> str:
    """HMAC of an address as it is compared."""
    return salted_hmac("dialogue.follower", address_key(address), algorithm="sha256").hexdigest()


def new_confirm_path(follower: Follower) -> str:
    """The path of a new link to confirm, for the mail; one that was mailed before works no longer."""
    token = new_token()
    Follower.objects.filter(pk=follower.pk).update(confirm_sha256=fingerprint(token))
    with override(follower.language):
        return reverse("dialogue:confirm", args=[token])


def find(token: str, now: datetime) -> Follower | None:
    """The follower whom a mailed link asks to confirm, or who has confirmed by it."""
    if not is_token(token):
        return None
    found = Follower.objects.select_related("contribution").filter(confirm_sha256=fingerprint(token))
    return found.filter(ends_at__gt=now).first()


def confirm(follower: Follower, now: datetime) -> None:
    """Complete the double opt-in. Only ever called by a POST."""
    Follower.objects.filter(pk=follower.pk, confirmed_at=None).update(confirmed_at=now, ends_at=now + FOLLOWERS.period)


def is_followed(contribution: Contribution) -> bool:
    """Whether somebody is told, or was asked to confirm it."""
    return contribution.followers.exists()


def stop_all(contribution: Contribution) -> None:
    """End the mails about one contribution, by its author."""
    _forget(Follower.objects.filter(contribution=contribution))


def stop_path(follower: Follower) -> str:
    """The path that ends all mails of this kind to the address of ``follower``, for the foot of each mail."""
    with override(follower.language):
        return reverse("dialogue:stop", args=[_signer.sign(follower.address_hmac)])


def read_stop(signed: str) -> str | None:
    """The HMAC of the address that a link of a mail's foot names; None if the portal did not write it."""
    try:
        return _signer.unsign(signed)
    except signing.BadSignature:
        return None


def stop(address_hmac: str) -> None:
    """End all mails of this kind to an address: nothing of it is kept."""
    _forget(Follower.objects.filter(address_hmac=address_hmac))


def _forget(followers: "models.QuerySet[Follower]") -> None:
    with transaction.atomic():
        forget(FOLLOWER, list(followers.values_list("pk", flat=True)))
        followers.delete()
