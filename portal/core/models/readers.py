"""Materialised language fallback: which version of a page readers of each language get, and at which address."""

from django.db import models
from wagtail.models import Page


class ReaderVersion(models.Model):
    """The public version of one thing that readers of ``language`` get: the one they understand best.

    A page without a row is in no list. Written by ``portal.core.readers`` with whatever changes what is public.
    """

    #: Of the reader; that of the page may be another.
    language = models.CharField(max_length=8)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="readers")
    #: Place of the page's language in the reader's order (``reading_order``): 0 is their own.
    rank = models.PositiveSmallIntegerField()
    #: Where they read it: in the tree of their language, whatever language the text is in.
    url_path = models.TextField(default="")
    #: In the reader's language where that of the page is another, and somebody translated them (``ShortTranslation``).
    title = models.CharField(max_length=255, blank=True, default="")
    summary = models.TextField(blank=True, default="")

    #: Written anew from the pages themselves; nobody has to be told that it refers to one.
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "page"], name="one_row_for_readers_and_page")]
        indexes = [models.Index(fields=["language", "url_path"], name="readers_address")]

    def __str__(self) -> str:
        return f"{self.language}: {self.page_id}"


class ShortTranslation(models.Model):
    """Title and summary of a page in a language into which nobody has translated its whole text.

    Shown to readers of that language above the text in its own, and in lists; a published translation takes its place.
    """

    #: Of the page, in whatever language.
    translation_key = models.UUIDField()
    language = models.CharField(max_length=8)
    title = models.CharField(max_length=255)
    summary = models.TextField(max_length=400)
    #: What they were translated from: if the original says something else now, editors are told.
    of_title = models.CharField(max_length=255)
    of_summary = models.TextField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["translation_key", "language"], name="one_short_translation")]

    def __str__(self) -> str:
        return f"{self.language}: {self.title}"
