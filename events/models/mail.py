"""The transactional outbox: a mail is a row that commits with the change it tells about, rendered when it is sent."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.enums import MailKind, MailStatus, Refusal
from events.models.event import Event
from events.models.registration import Registration


class Message(models.Model):
    """What an organiser writes to a part of the registrants."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    #: States it was written to; whoever has left them meanwhile gets nothing.
    states = models.JSONField(default=list)
    pool = models.CharField(max_length=9, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"#{self.pk}"


class MessageText(models.Model):
    """The message in one language. Who reads another one gets the best of those that exist."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=12)
    subject = models.CharField(max_length=200)
    body = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("message", "language"), name="unique_message_language")]

    def __str__(self) -> str:
        return f"{self.language} of {self.message_id}"


class OutgoingMail(models.Model):
    """A row of the outbox: one mail to one person. It holds no text, and an address only for a lost link."""

    kind = models.CharField(max_length=16, choices=MailKind)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, null=True, blank=True, related_name="mails")
    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, null=True, blank=True, related_name="mails"
    )
    message = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, blank=True, related_name="mails")
    #: Only for requests of a lost link; emptied as soon as the request is answered.
    address = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=12)
    #: Kind, registration and what it is about: the same news is never sent twice.
    dedupe_key = models.CharField(max_length=120, unique=True)
    #: The event's sequence that the mail tells about; news of an older one is dropped.
    event_sequence = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=7, choices=MailStatus, default=MailStatus.QUEUED)
    message_uuid = models.UUIDField(default=uuid4, editable=False)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    #: Class and code of the last error; never its text, which may quote an address.
    error = models.CharField(max_length=80, blank=True)
    refusal = models.CharField(max_length=4, choices=Refusal, blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        indexes = [
            models.Index(fields=("status", "due_at")),
            models.Index(fields=("refusal",), condition=models.Q(refusal=Refusal.OPEN), name="open_refusals"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
