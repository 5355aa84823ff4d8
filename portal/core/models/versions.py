"""Model of the table versions: a counter per table, by which every process sees what was written."""

from django.db import models


class TableVersion(models.Model):
    """How many transactions have written to a table; ``portal.core.pagecache.versions`` counts, in the transaction."""

    name = models.CharField(max_length=63, primary_key=True)
    n = models.BigIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.name}: {self.n}"
