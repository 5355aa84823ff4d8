"""What somebody has told the case study wizard and is no page yet."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.operations.retention import WIZARD_DRAFTS
from portal.editing.models import WizardAnswers


class WizardDraft(WizardAnswers):
    """The answers of one editor about one case."""

    #: Answers that nobody touched for so long are deleted.
    KEPT_FOR = WIZARD_DRAFTS.period

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="case_wizard_draft")

    class Meta:
        verbose_name = _("answers of the case study wizard")
        verbose_name_plural = _("answers of the case study wizard")
