from django.db import models


class Backup(models.Model):
    """A backup that was made or verified; what is in it stands in its manifest."""

    #: SHA-256 of its manifest, by which it is known wherever it lies.
    name = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    size = models.BigIntegerField()
    #: When it was last restored into a scratch place and found to be whole.
    verified_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"
