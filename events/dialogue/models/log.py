"""The audit log of the dialogue, append-only: who did what with which number, without any text."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.dialogue.enums import LogAction, LogActor
from events.dialogue.models.occasions import Occasion
from portal.core.models.append_only import AppendOnlyModel


class DialogueLog(AppendOnlyModel):
    """One entry. ``number`` is the public id of a contribution or theme, or the number of a round."""

    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, null=True, blank=True, related_name="log")
    action = models.CharField(max_length=16, choices=LogAction)
    actor = models.CharField(max_length=6, choices=LogActor)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    number = models.CharField(max_length=16, blank=True)
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10, blank=True)
    #: A code of the closed lists.
    reason = models.CharField(max_length=10, blank=True)
    amount = models.PositiveIntegerField(null=True, blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("entry in the log of the dialogue")
        verbose_name_plural = _("entries in the log of the dialogue")
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=("number", "at"))]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.number}".strip()
