"""What a case study leads to: elements, partners, events where it was shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from projects.models.cases import CaseStudyPage


class CaseElement(Orderable):
    """An element that a case demonstrates; the first one gives the cover its colour."""

    page = ParentalKey(CaseStudyPage, on_delete=models.CASCADE, related_name="case_elements")
    element = models.ForeignKey(
        "projects.ElementPage",
        verbose_name=_("element"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("An element that others can learn about here. The first gives the page its colour."),
    )

    panels = [FieldPanel("element")]


class CasePartner(Orderable):
    """A partner of the initiative who took part in a case."""

    page = ParentalKey(CaseStudyPage, on_delete=models.CASCADE, related_name="case_partners")
    partner = models.ForeignKey(
        "partners.PartnerPage",
        verbose_name=_("partner"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("A partner of the initiative who did part of the work."),
    )

    panels = [FieldPanel("partner")]


class CaseArena(Orderable):
    """An event where a case was shown."""

    page = ParentalKey(CaseStudyPage, on_delete=models.CASCADE, related_name="arenas")
    event = models.ForeignKey(
        "events.EventPage",
        verbose_name=_("event"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("An event of the initiative where the case was presented."),
    )

    panels = [FieldPanel("event")]


class CaseOrigin(Orderable):
    """Another case that a case grew out of, and what was changed: the case is its descendant.

    A fact, the same in all languages: the sentence stands in the language in which the case was written.
    """

    page = ParentalKey(CaseStudyPage, on_delete=models.CASCADE, related_name="origins")
    origin = models.ForeignKey(
        CaseStudyPage,
        verbose_name=_("case it grew out of"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("The case study that you used. It can be one of another municipality or country."),
    )
    changed = models.CharField(
        _("what was changed"),
        max_length=400,
        blank=True,
        help_text=_("What you did differently, and why, in one or two sentences."),
    )

    panels = [FieldPanel("origin"), FieldPanel("changed")]
