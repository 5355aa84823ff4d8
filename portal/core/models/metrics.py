from django.db import models


class MetricCount(models.Model):
    """A counter that all processes add to, with the values of its labels; see ``portal.core.operations.metrics``."""

    name = models.CharField(max_length=60)
    labels = models.CharField(max_length=200, blank=True)
    value = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "labels"], name="one_count_for_each")]

    def __str__(self) -> str:
        return f"{self.name} {self.labels}: {self.value}"
