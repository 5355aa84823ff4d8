"""Search analytics: what is asked, counted without anything about who asked."""

from django.db import models

from search.enums import Step


class SearchCount(models.Model):
    """How often a query was asked on a day, what came of it, and which result was opened.

    No address, no session, no time of day. ``rank`` 0 counts the searches themselves; a rank above counts how often
    the result at that place was opened.
    """

    day = models.DateField()
    language = models.CharField(max_length=8)
    query = models.CharField(max_length=120)
    step = models.CharField(max_length=16, choices=Step)
    rank = models.PositiveSmallIntegerField(default=0)
    results = models.PositiveIntegerField(default=0)
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "language", "query", "step", "rank"], name="search_count_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.query} ({self.language}): {self.times}"


class OpenedTranslation(models.Model):
    """How often a result was opened on a day that a translation of a word of the query had found.

    As little is kept of who did it as with ``SearchCount``.
    """

    day = models.DateField()
    language = models.CharField(max_length=8)
    query = models.CharField(max_length=120)
    #: The translation, and the language that it is a word of.
    used = models.CharField(max_length=120)
    used_language = models.CharField(max_length=8)
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "language", "query", "used", "used_language"], name="search_translation_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.query} ({self.language}): {self.used} ({self.used_language}), {self.times}"


class SearchVerdict(models.Model):
    """How often people said on a day that a search found what they looked for, or that it did not.

    As little is kept of who said it as with ``SearchCount``.
    """

    day = models.DateField()
    language = models.CharField(max_length=8)
    query = models.CharField(max_length=120)
    helped = models.BooleanField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "language", "query", "helped"], name="search_verdict_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.query} ({self.language}): {'yes' if self.helped else 'no'}, {self.times}"
