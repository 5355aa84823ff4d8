"""Watches: mail addresses that are told what is new in a list, after double opt-in.

No ``__str__`` here quotes words or an address: it ends up in logs.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.models.fields import EncryptedTextField
from search.enums import WatchedPlace


class Watch(models.Model):
    """One address watches one list: a search, or the case library under some filters."""

    place = models.CharField(max_length=8, choices=WatchedPlace)
    #: Words and filters, as in the address of the list. Encrypted: with the address it would tell who looks for what.
    query = EncryptedTextField(blank=True)
    #: HMAC of place, query and language: the same list is watched once by an address.
    list_hmac = models.CharField(max_length=64)
    #: In which the list is read, and in which its mails are written (BCP 47).
    language = models.CharField(max_length=12)
    address = EncryptedTextField()
    #: HMAC of the address as it is compared.
    address_hmac = models.CharField(max_length=64, db_index=True)
    #: SHA-256 of the token in the mail that asks to confirm.
    confirm_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    #: Translation keys of everything that the address was told of.
    told = models.JSONField(default=list)
    #: Those of the last mail, which is written when it is sent.
    telling = models.JSONField(default=list)
    last_told = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("watch")
        verbose_name_plural = _("watches")
        constraints = [models.UniqueConstraint(fields=("list_hmac", "address_hmac"), name="unique_watch")]

    def __str__(self) -> str:
        return f"watch {self.pk}"
