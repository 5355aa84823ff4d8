"""Double opt-in: an address is mailed a link, and is told more only after the button behind it was pressed.

RFC 8058 asks for an end that needs no log-in: the foot of each mail links to a signed path.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.core import signing
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import override

from portal.core.mail.addresses import address_key, tidy_address
from portal.core.mail.outbox.queueing import forget, queue
from portal.core.models.subscriptions import Subscription
from portal.core.operations.retention import Rule
from portal.core.web.tokens import fingerprint, is_token, new_token

_Subscription = TypeVar("_Subscription", bound=Subscription)


@dataclass(frozen=True)
class DoubleOptIn(Generic[_Subscription]):
    """The double opt-in of one kind of subscription.

    Parameters:
        model: where its subscriptions are stored.
        about: kind of thing that its mails are about, in the outbox.
        confirm_mail: kind of the mail that asks to confirm.
        confirm_view, end_view: names of the views behind its links; each takes one string.
        hmac_salt, end_salt: what sets its HMACs and signatures apart from those of other kinds.
        unconfirmed, confirmed: how long a subscription is kept that nobody confirmed, and one that is.
    """

    model: type[_Subscription]
    about: str
    confirm_mail: str
    confirm_view: str
    end_view: str
    hmac_salt: str
    end_salt: str
    unconfirmed: Rule
    confirmed: Rule

    def hmac(self, text: str) -> str:
        """HMAC under which a text is compared without being readable."""
        return salted_hmac(self.hmac_salt, text, algorithm="sha256").hexdigest()

    def ask(
        self, address: str, language: str, now: datetime, key: Mapping[str, object], **more: object
    ) -> _Subscription:
        """Ask an address to confirm that it wants to be told.

        Who confirmed already is not asked again, nor told so: a form says the same to everybody.

        Parameters:
            key: fields that name the thing; together with the address they are unique.
            more: further fields of a new subscription.
        """
        new = {"address": tidy_address(address), "language": language, "created_at": now, **more}
        ends_at = now + self.unconfirmed.period
        with transaction.atomic():
            found, _created = self.model._default_manager.get_or_create(
                **key, address_hmac=self.hmac(address_key(address)), defaults={**new, "ends_at": ends_at}
            )
            if found.confirmed_at is None:
                found.ends_at = ends_at
                found.save(update_fields=["ends_at"])
                queue(self.confirm_mail, about=(self.about, found.pk), language=language, dedupe=f"{now:%Y%m%d%H}")
        return found

    def new_confirm_path(self, subscription: _Subscription) -> str:
        """The path of a new link to confirm, for the mail; one that was mailed before works no longer."""
        token = new_token()
        self.model._default_manager.filter(pk=subscription.pk).update(confirm_sha256=fingerprint(token))
        with override(subscription.language):
            return reverse(self.confirm_view, args=[token])

    def find(self, token: str, now: datetime) -> _Subscription | None:
        """The subscription, with what it is about, that a mailed link asks to confirm or that was confirmed by it."""
        if not is_token(token):
            return None
        found = self.model._default_manager.select_related()
        return found.filter(confirm_sha256=fingerprint(token), ends_at__gt=now).first()

    def confirm(self, subscription: _Subscription, now: datetime) -> None:
        """Complete the double opt-in. Only ever called by a POST."""
        unconfirmed = self.model._default_manager.filter(pk=subscription.pk, confirmed_at=None)
        unconfirmed.update(confirmed_at=now, ends_at=now + self.confirmed.period)

    def end_path(self, subscription: _Subscription, key: str) -> str:
        """The path that ends what ``key`` names, for the foot of each mail."""
        with override(subscription.language):
            return reverse(self.end_view, args=[signing.Signer(salt=self.end_salt).sign(key)])

    def read_end(self, signed: str) -> str | None:
        """The key that a link of a mail's foot names; None if the portal did not write it."""
        try:
            return signing.Signer(salt=self.end_salt).unsign(signed)
        except signing.BadSignature:
            return None

    def end(self, subscriptions: QuerySet[_Subscription]) -> int:
        """End subscriptions: nothing of them is kept, nor of their mails; returns how many there were."""
        with transaction.atomic():
            forget(self.about, list(subscriptions.values_list("pk", flat=True)))
            return subscriptions.delete()[0]
