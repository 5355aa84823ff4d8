"""What somebody has told the event wizard and is no page yet."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.operations.retention import EVENT_DRAFTS
from portal.editing.models import WizardAnswers


class EventDraft(WizardAnswers):
    """The answers about one event. They belong to a team: colleagues go on where somebody stopped."""

    #: Answers that nobody touched for so long are deleted.
    KEPT_FOR = EVENT_DRAFTS.period

    #: Named by the form of the first step, so that sending it twice begins one event.
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    #: Who began it.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    #: Whose event it will be; None is the secretariat's.
    organisation = models.ForeignKey("partners.Organisation", on_delete=models.CASCADE, null=True, related_name="+")
    #: The earlier event that it began with.
    source = models.ForeignKey("events.EventPage", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("answers of the event wizard")
        verbose_name_plural = _("answers of the event wizard")
