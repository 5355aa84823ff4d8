"""Strategies that the initiative builds on, brought about or relates to."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from portal.core.blocks import FactCharBlock, LocalNameBlock, body_blocks
from portal.core.enums import Country
from portal.core.forms.places import CountryField
from portal.core.models import BasePage, PlacedMixin, SourcedMixin, facts, prose
from projects.enums import StrategyRelation


class StrategyIndexPage(BasePage):
    """All strategies, by their relation to the initiative."""

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["projects.StrategyPage"]
    content_panels = [*Page.content_panels, FieldPanel("summary")]
    translatable_fields = BasePage.base_translatable_fields

    class Meta:
        verbose_name = _("overview of strategies")
        verbose_name_plural = _("overviews of strategies")


class StrategyPage(PlacedMixin, SourcedMixin, BasePage):
    """One strategy, with a link to the document itself and, where there is more to tell, an article about it."""

    relation = models.CharField(
        _("relation to the initiative"),
        max_length=12,
        choices=StrategyRelation,
        help_text=_("Decides the group in which lists show it."),
    )
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, help_text=_("When it was published, for example 2019.")
    )
    country = CountryField(
        _("country"),
        max_length=6,
        choices=Country,
        help_text=_("Whose strategy it is. The Nordic region, if of several countries."),
    )
    publishers = StreamField(
        [("publisher", FactCharBlock(max_length=160))],
        verbose_name=_("publishers"),
        blank=True,
        help_text=_("Who issued it, each by the official name, for example Ministry of Digital Affairs."),
    )
    document_url = models.URLField(
        _("address of the strategy"),
        max_length=500,
        help_text=_("The document or its official page, beginning with https://."),
    )
    local_titles = StreamField(
        [("name", LocalNameBlock())],
        verbose_name=_("titles in own languages"),
        blank=True,
        help_text=_("The title in each language in which the document exists."),
    )

    body = StreamField(
        body_blocks(),
        verbose_name=_("text"),
        blank=True,
        help_text=_("How it came about and what it says, where its sources tell more than the summary."),
    )

    parent_page_types = ["projects.StrategyIndexPage"]
    row_fields = (*BasePage.row_fields, "country", "year", "relation")
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("relation"),
                FieldRowPanel([FieldPanel("year"), FieldPanel("country")]),
                FieldPanel("publishers"),
                FieldPanel("document_url"),
                FieldPanel("local_titles"),
            ],
            heading=_("The strategy"),
        ),
        InlinePanel("strategy_partners", label=_("Partner"), heading=_("Partners of the initiative who took part")),
    ]
    note_panels = SourcedMixin.note_panels
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.FilterField("relation"),
        index.FilterField("country"),
    ]
    translatable_fields = [
        *BasePage.base_translatable_fields,
        *prose("body"),
        *facts("relation", "year", "country", "publishers", "document_url", "local_titles", "strategy_partners"),
        *SourcedMixin.sourced_fields,
    ]

    class Meta:
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")

    def clean(self) -> None:
        """A year with four figures."""
        super().clean()
        if self.year is not None and not 1900 <= self.year <= 2100:
            raise ValidationError({"year": _("Write the year with four figures, for example 2019.")})


class StrategyPartner(Orderable):
    """A partner of the initiative who took part in a strategy."""

    page = ParentalKey(StrategyPage, on_delete=models.CASCADE, related_name="strategy_partners")
    partner = models.ForeignKey(
        "partners.PartnerPage",
        verbose_name=_("partner"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("A partner of the initiative who worked on it."),
    )

    panels = [FieldPanel("partner")]
