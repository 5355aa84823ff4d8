"""Model of the rate limits: one counter per key and time window, without anything that identifies a person."""

from django.db import models


class RateCounter(models.Model):
    """How often a key was hit in one window. The key is an HMAC: no address can be read out of the table."""

    key = models.CharField(max_length=64)
    window = models.DateTimeField()
    hits = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("key", "window"), name="unique_rate_window")]
        indexes = [models.Index(fields=("window",))]

    def __str__(self) -> str:
        return f"{self.hits} since {self.window:%Y-%m-%d %H:%M}"
