"""The transactional outbox: a mail is a row that commits with the change it tells about, written when it is sent."""

from collections.abc import Iterable
from typing import Any, Self
from uuid import uuid4

from django.db import models
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from portal.core.enums import MailStatus, Refusal
from portal.core.models.fields import EncryptedTextField


class MailQuerySet(models.QuerySet["OutgoingMail"]):
    """Rows of the outbox, found by what they are about."""

    def about(self, kind: str, things: "models.QuerySet[models.Model] | Iterable[object]") -> Self:
        """Mails about some things of one kind.

        Parameters:
            things: their keys, or the query that finds them if their keys are their numbers.
        """
        if isinstance(things, models.QuerySet):
            keys: Any = things.order_by().values_list(Cast("pk", models.TextField()), flat=True)
        else:
            keys = [str(key) for key in things]
        return self.filter(about_kind=kind, about_key__in=keys)


class OutgoingMail(models.Model):
    """A row of the outbox: one mail to one person. It holds no text."""

    #: ``<client>.<kind>``, such as ``registration.confirmed``: the client writes it.
    kind = models.CharField(max_length=40)
    #: What it is about, such as ``registration`` and ``12``; empty if it is about nothing that is stored.
    about_kind = models.CharField(max_length=24, blank=True)
    about_key = models.CharField(max_length=64, blank=True)
    #: Only where no other row knows it; emptied as soon as the mail has left or was given up.
    address = EncryptedTextField(blank=True, default="")
    language = models.CharField(max_length=12)
    #: Kind, what it is about and which news: the same news is never sent twice.
    dedupe_key = models.CharField(max_length=200, unique=True)
    #: What its client needs to write it: numbers, never anything about people.
    payload = models.JSONField(default=dict, blank=True)
    status = models.CharField(max_length=7, choices=MailStatus, default=MailStatus.QUEUED)
    message_uuid = models.UUIDField(default=uuid4, editable=False)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    #: Class and code of the last error; never its text, which may quote an address.
    error = models.CharField(max_length=80, blank=True)
    refusal = models.CharField(max_length=4, choices=Refusal, blank=True)
    #: HMAC of the domain that a refused mail was for, while it is not known whose fault that was.
    refused_domain = models.CharField(max_length=16, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        indexes = [
            models.Index(fields=("status", "due_at")),
            models.Index(fields=("about_kind", "about_key")),
            models.Index(fields=("refusal",), condition=models.Q(refusal=Refusal.OPEN), name="open_refusals_of_mails"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
