"""Relations of a case study: its elements and partners, events where it was shown, cases that it grew out of."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
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
    """Where a case was or will be shown: an event of this portal, or one elsewhere in a few words."""

    page = ParentalKey(CaseStudyPage, on_delete=models.CASCADE, related_name="arenas")
    event = models.ForeignKey(
        "events.EventPage",
        verbose_name=_("event"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("An event on this portal: its page names the case too. For any other, fill in the fields below."),
    )
    title = models.CharField(
        _("event elsewhere"),
        max_length=160,
        blank=True,
        help_text=_("If it has no page here: what it is called, for example Nordic Edge Expo."),
    )
    day = models.DateField(_("day"), null=True, blank=True, help_text=_("Of an event elsewhere: its first day."))
    place = models.CharField(
        _("place"), max_length=120, blank=True, help_text=_("Of an event elsewhere: the city, for example Stavanger.")
    )

    panels = [FieldPanel("event"), FieldPanel("title"), FieldRowPanel([FieldPanel("day"), FieldPanel("place")])]

    def clean(self) -> None:
        """An event with a page, or the name and the day of another one, never both."""
        super().clean()
        if self.event_id and (self.title or self.day or self.place):
            raise ValidationError({"title": _("Choose an event, or write about another one, not both.")})
        if not self.event_id and not self.title:
            raise ValidationError({"event": _("Choose an event, or write below what it is called.")})
        if self.title and not self.day:
            raise ValidationError({"day": _("Give the day of the event.")})


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
