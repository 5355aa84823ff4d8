"""Messages of organisers to registrants (mailings), with their texts by language."""

from django.conf import settings
from django.db import models

from events.models.event import Event


class Message(models.Model):
    """What an organiser writes to a part of the registrants."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    #: States it was written to; whoever has left them meanwhile gets nothing.
    states = models.JSONField(default=list)
    pool = models.CharField(max_length=9, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    #: When the organiser sent it; whoever registers later gets nothing.
    sent_at = models.DateTimeField(null=True, blank=True)
    #: To how many people it went when it was sent, and how many of their mails are in the outbox by now.
    people = models.PositiveIntegerField(default=0)
    queued = models.PositiveIntegerField(default=0)
    #: Number of the registration up to which mails are in the outbox; None as soon as all of them are.
    queued_until = models.BigIntegerField(null=True, blank=True)

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
