from django.db import models


class Trouble(models.Model):
    """What one process found wrong with a part of the portal, so that the others know and ``/readyz`` can say it."""

    #: The part, as ``/readyz`` names it. No row: nothing is wrong.
    part = models.CharField(max_length=40, unique=True)
    #: Class and code of an error and the like; nothing that leads to a person.
    words = models.CharField(max_length=200)
    since = models.DateTimeField()
    #: When it was found to be wrong last.
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.part}: {self.words}"
