"""Models of the content import: what it remembers of each record."""

from django.db import models


class ImportedRecord(models.Model):
    """One record of the content files in one language: what the file said, and what the import made of it.

    As long as ``state`` equals that of the object, nobody has edited it since and a changed file may update it.
    """

    kind = models.CharField(max_length=40)
    slug = models.CharField(max_length=120)
    language = models.CharField(max_length=8)
    digest = models.CharField(max_length=64)
    object_id = models.PositiveIntegerField()
    state = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("kind", "slug", "language"), name="unique_imported_record")]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug} ({self.language})"
