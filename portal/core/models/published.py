"""Denormalised facts about the published revision, kept ready for the page's own query."""

from django.db import models
from wagtail.models import Page


class MachineShare(models.TextChoices):
    """How much of a published text a machine translated and nobody has checked."""

    NONE = "", "None"
    PART = "part", "Part"
    ALL = "all", "All"


class PublishedText(models.Model):
    """One published page: who translated it, when its text changed, when its facts were checked.

    Worked out by ``portal.core.pages.published`` when something is published or approved, never by a request.
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, primary_key=True, related_name="published_text")
    machine = models.CharField(max_length=4, choices=MachineShare, blank=True, default=MachineShare.NONE)
    #: Language of the original that the machine read; empty where no machine did.
    translated_from = models.CharField(max_length=8, blank=True)
    #: When somebody last changed what visitors read. Empty since the content was loaded: nobody knows of a change.
    changed_at = models.DateTimeField(null=True)
    #: The day on which somebody compared the facts with their sources; the same in every language.
    facts_checked = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.page_id}: {self.machine or 'no'} machine"
