"""Page types of the dialogue: where people find what they can take part in, consultations, and reports."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.blocks import PageChooserBlock
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from events.dialogue.models.occasions import Occasion
from events.models.asking import AsksForInput
from partners.models import OwnedMixin
from portal.core.blocks import ParagraphBlock, body_blocks
from portal.core.models import BasePage, SourcedMixin, facts, prose


class TakePartPage(BasePage):
    """Where one can take part: what is open, what comes, what is closed, with the reports."""

    body = StreamField(
        body_blocks(),
        verbose_name=_("text"),
        blank=True,
        help_text=_("How taking part works, below the lists of what is open and what comes."),
    )

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["dialogue.ConsultationPage", "dialogue.ReportPage", "home.StandardPage"]
    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    translatable_fields = [*BasePage.base_translatable_fields, *prose("body")]

    class Meta:
        verbose_name = _("overview of taking part")
        verbose_name_plural = _("overviews of taking part")


#: Days that a consultation about the model's text names, and what is said where one is missing.
_DATES: dict[str, str | Promise] = {
    "input_closes": _("Say until when people can comment on the model’s text."),
    "report_due": _("Say by which day people get an answer."),
}


class ConsultationPage(AsksForInput, OwnedMixin, SourcedMixin, BasePage):
    """A consultation: in which time who asks what, what can and what cannot change, and who decides."""

    description = StreamField([("paragraph", ParagraphBlock())], verbose_name=_("description"), blank=True)
    can_change = models.TextField(
        _("what can change"), max_length=600, help_text=_("What people can bring about with their input.")
    )
    cannot_change = models.TextField(
        _("what cannot change"),
        max_length=600,
        help_text=_("What is decided already, and why. Nobody shall work in vain."),
    )
    deciders = models.CharField(
        _("who decides"), max_length=200, help_text=_("Who reads the input and decides what becomes of it.")
    )
    model_version = models.CharField(
        _("version of the model’s text"),
        max_length=20,
        blank=True,
        help_text=_("People can then comment on its paragraphs while input is open; questions are not needed."),
    )
    model_elements = StreamField(
        [("element", PageChooserBlock(page_type="projects.ElementPage", label=_("Element")))],
        verbose_name=_("elements"),
        blank=True,
        help_text=_("Whose paragraphs can be commented on. Empty: all of them."),
    )

    parent_page_types = ["dialogue.TakePartPage"]
    subpage_types = ["dialogue.ReportPage"]
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("description"),
        MultiFieldPanel(
            [FieldPanel("can_change"), FieldPanel("cannot_change"), FieldPanel("deciders")],
            heading=_("What it is about"),
        ),
        MultiFieldPanel([FieldPanel("model_version"), FieldPanel("model_elements")], heading=_("The model’s text")),
        FieldPanel("organisation"),
    ]
    note_panels = SourcedMixin.note_panels
    more_tabs = [ObjectList(AsksForInput.input_panels, heading=_("Input"))]
    search_fields = [*BasePage.search_fields, index.SearchField("description")]
    translatable_fields = [
        *BasePage.base_translatable_fields,
        *facts("organisation", "model_version", "model_elements"),
        *prose("description", "can_change", "cannot_change", "deciders"),
        *AsksForInput.input_fields,
        *SourcedMixin.sourced_fields,
    ]

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")

    def needs_question(self) -> bool:
        """Whoever is asked about the model's text needs no question beside it."""
        return not self.model_version

    def clean(self) -> None:
        """A consultation about the model's text says until when, and by when it is answered."""
        super().clean()
        if self.takes_input and self.model_version:
            missing = {name: value for name, value in _DATES.items() if not getattr(self, name)}
            if missing:
                raise ValidationError(missing)


class ReportPage(OwnedMixin, BasePage):
    """What we heard: the report of one occasion. Its numbers are frozen when it is published."""

    occasion = models.ForeignKey(
        Occasion,
        verbose_name=_("occasion"),
        on_delete=models.PROTECT,
        related_name="reports",
        help_text=_("The workshop or consultation that is reported on."),
    )
    body = StreamField(
        body_blocks(),
        verbose_name=_("text"),
        blank=True,
        help_text=_("What was said and what you make of it. Themes, replies and numbers are added by themselves."),
    )
    unanswered_because = models.TextField(
        _("why some comments have no reply"),
        blank=True,
        help_text=_("For a consultation about the model’s text: everybody reads it below the numbers of comments."),
    )
    #: Counts, themes and replies as they were when it was published; see ``events.dialogue.reports``.
    numbers = models.JSONField(default=dict, editable=False)

    parent_page_types = ["dialogue.TakePartPage", "dialogue.ConsultationPage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("occasion"),
        FieldPanel("body"),
        FieldPanel("unanswered_because"),
        FieldPanel("organisation"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    translatable_fields = [
        *BasePage.base_translatable_fields,
        *facts("organisation", "occasion", "numbers"),
        *prose("body", "unanswered_because"),
    ]

    class Meta:
        verbose_name = _("report of an occasion")
        verbose_name_plural = _("reports of occasions")

    def with_content_json(self, content: Mapping[str, object]) -> "ReportPage":
        """As Wagtail's; a draft that is older than the publication does not bring back other numbers."""
        page: ReportPage = super().with_content_json(content)
        page.numbers = self.numbers
        return page
