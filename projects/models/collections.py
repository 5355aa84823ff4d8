"""Collections: case studies that a partner chose and put in order."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from partners.models import OwnedMixin
from portal.core.blocks import PARAGRAPH_FEATURES
from portal.core.models import BasePage, facts, prose
from projects.models.cases import CaseStudyPage


class CollectionPage(OwnedMixin, BasePage):
    """A curated list: case studies that answer a question together, in the order in which they are best read."""

    introduction = RichTextField(
        _("introduction"),
        features=PARAGRAPH_FEATURES,
        blank=True,
        help_text=_("What these case studies have in common, and what to look for in each. Up to 120 words."),
    )

    parent_page_types = ["projects.CaseLibraryPage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("introduction"),
        InlinePanel(
            "collection_cases",
            label=_("Case"),
            heading=_("Case studies, in the order in which they are shown"),
            help_text=_("At least two. They can be anybody's; what is not public is not shown."),
            min_num=2,
        ),
        FieldPanel("organisation"),
    ]
    translatable_fields = [
        *BasePage.base_translatable_fields,
        *prose("introduction"),
        *facts("organisation", "collection_cases"),
    ]

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")


class CollectionCase(Orderable):
    """A case study in a collection."""

    page = ParentalKey(CollectionPage, on_delete=models.CASCADE, related_name="collection_cases")
    case = models.ForeignKey(
        CaseStudyPage,
        verbose_name=_("case study"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("In any language: readers get the version that they understand best."),
    )

    panels = [FieldPanel("case")]
