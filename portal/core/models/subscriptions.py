"""Subscriptions: mail addresses that are told what happens, once a double opt-in is complete.

No ``__str__`` here quotes an address: it ends up in logs.
"""

from django.db import models

from portal.core.models.fields import EncryptedTextField


class Subscription(models.Model):
    """A mail address that is told about one thing; see ``portal.core.web.double_opt_in``."""

    address = EncryptedTextField()
    #: HMAC of the address as it is compared: the same person subscribes once to a thing.
    address_hmac = models.CharField(max_length=64, db_index=True)
    #: In which its mails are written (BCP 47).
    language = models.CharField(max_length=12)
    #: SHA-256 of the token in the mail that asks to confirm.
    confirm_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    #: What the address was told of, so that it is told once.
    told = models.JSONField(default=list)
    last_told = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        abstract = True
