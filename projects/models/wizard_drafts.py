"""What somebody has told the case study wizard and is no page yet."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.operations.retention import WIZARD_DRAFTS


class WizardDraft(models.Model):
    """The answers of one editor, kept from step to step until the draft of the page is made.

    ``said`` holds what is right, ``unfinished`` what was typed and is not yet: a year with a letter too many.
    """

    #: Answers that nobody touched for so long are deleted.
    KEPT_FOR = WIZARD_DRAFTS.period

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="case_wizard_draft")
    said = models.JSONField(default=dict)
    unfinished = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("answers of the case study wizard")
        verbose_name_plural = _("answers of the case study wizard")

    def __str__(self) -> str:
        return str(self.said.get("title") or self.pk)

    @property
    def answers(self) -> dict[str, object]:
        """Everything that was typed, right or not."""
        return {**self.said, **self.unfinished}
