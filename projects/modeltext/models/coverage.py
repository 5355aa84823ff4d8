"""What the text of the model covers, counted by a job and shown to everybody."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Coverage(models.Model):
    """The latest count: one row, of numbers and keys, never of words of anybody."""

    #: Always 1: there is one row.
    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    counted_at = models.DateTimeField()
    #: See ``projects.modeltext.coverage.Result``.
    result: Any = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("coverage")
        verbose_name_plural = _("coverage")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_coverage")]

    def __str__(self) -> str:
        return f"{self.counted_at:%Y-%m-%d %H:%M}"
