"""Materialised language fallback: which version of a page readers of each language get in lists."""

from django.db import models
from wagtail.models import Page


class ReaderVersion(models.Model):
    """The public version of one thing that readers of ``language`` get in lists: the one they understand best.

    A page without a row is in no list. Written by ``portal.core.readers`` with whatever changes what is public.
    """

    #: Of the reader; that of the page may be another.
    language = models.CharField(max_length=8)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="readers")
    #: Place of the page's language in the reader's order (``reading_order``): 0 is their own.
    rank = models.PositiveSmallIntegerField()

    #: Written anew from the pages themselves; nobody has to be told that it refers to one.
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "page"], name="one_row_for_readers_and_page")]

    def __str__(self) -> str:
        return f"{self.language}: {self.page_id}"
