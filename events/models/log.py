"""The audit log, append-only: which registration changed how, and which lists were read, without personal data."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.enums import Action, Actor
from events.models.event import Event
from portal.core.models.append_only import AppendOnlyModel


class LogEntry(AppendOnlyModel):
    """One entry of the audit log. ``registration_number`` is no foreign key: the entry outlives the person."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="log")
    registration_number = models.PositiveBigIntegerField(null=True, blank=True)
    action = models.CharField(max_length=16, choices=Action)
    from_state = models.CharField(max_length=11, blank=True)
    to_state = models.CharField(max_length=11, blank=True)
    actor = models.CharField(max_length=6, choices=Actor)
    #: The editor who acted; registrants are never named.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: How many people an export or a message reached, or a new capacity.
    amount = models.PositiveIntegerField(null=True, blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.registration_number or ''}".strip()
