"""Similar cases, as the search found them (``search.similar``)."""

from django.db import models


class SimilarCase(models.Model):
    """A case that is about the same as another one, whatever languages the two are in; by translation keys."""

    case_key = models.UUIDField()
    other_key = models.UUIDField()
    #: 0 to 1: the share of what is telling in the first that the second says too.
    likeness = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case_key", "other_key"], name="similar_case_once")]

    def __str__(self) -> str:
        return f"{self.case_key} is like {self.other_key}: {self.likeness}"
