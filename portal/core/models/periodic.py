from django.db import models


class PeriodicRun(models.Model):
    """When a periodic job ran last; the row that decides which of several workers carries it out."""

    name = models.CharField(max_length=100, unique=True)
    started_at = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    #: It began and has not ended, well or badly: it is being done, or its worker was killed.
    running = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name
