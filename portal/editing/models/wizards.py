"""What somebody has told a wizard and is no page yet."""

from django.db import models


class WizardAnswers(models.Model):
    """Partial data of a multi-step form, kept from step to step until a page is made of it.

    ``said`` holds what is right, ``unfinished`` what was typed and is not yet: a year with a letter too many.
    """

    said = models.JSONField(default=dict)
    unfinished = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.said.get("title") or self.pk)

    @property
    def answers(self) -> dict[str, object]:
        """Everything that was typed, right or not."""
        return {**self.said, **self.unfinished}
