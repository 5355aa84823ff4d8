"""Watches: mail addresses that are told what is new in a list, after double opt-in.

No ``__str__`` here quotes words or an address: it ends up in logs.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.models.fields import EncryptedTextField
from portal.core.models.subscriptions import Subscription
from search.enums import WatchedPlace


class Watch(Subscription):
    """One address watches one list: a search, or the case library under some filters; told of by translation keys."""

    place = models.CharField(max_length=8, choices=WatchedPlace)
    #: Words and filters, as in the address of the list. Encrypted: with the address it would tell who looks for what.
    query = EncryptedTextField(blank=True)
    #: HMAC of place, query and language: the same list is watched once by an address.
    list_hmac = models.CharField(max_length=64)
    #: The translation keys of the last mail, which is written when it is sent.
    telling = models.JSONField(default=list)

    class Meta:
        verbose_name = _("watch")
        verbose_name_plural = _("watches")
        constraints = [models.UniqueConstraint(fields=("list_hmac", "address_hmac"), name="unique_watch")]

    def __str__(self) -> str:
        return f"watch {self.pk}"
