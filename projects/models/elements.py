"""The page of the model, and its elements."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from portal.core.blocks import ParagraphBlock, QuestionBlock, body_blocks
from portal.core.hooks.openings import AskedQuestion
from portal.core.models import BasePage, SourcedMixin, facts, prose


class StepBlock(blocks.StructBlock):
    """One step of using the model in a municipality."""

    title = blocks.CharBlock(
        max_length=80, label=_("Step"), help_text=_("What to do, in a few words, for example: Try on a small scale.")
    )
    text = blocks.TextBlock(
        max_length=400, label=_("How"), help_text=_("How it is done and why, in one or two sentences.")
    )

    class Meta:
        icon = "list-ol"
        label = _("Step")


class ElementIndexPage(SourcedMixin, BasePage):
    """The page of the model: its preamble, the elements in force as a cairn, how it is used and how it came about."""

    preamble = StreamField(
        [("paragraph", ParagraphBlock())],
        verbose_name=_("preamble"),
        blank=True,
        help_text=_(
            "What the model is, before its elements. It is part of the model's text: readers see a change at once, and "
            "the next version takes it in, with paragraph numbers 0.1, 0.2 and so on."
        ),
    )
    steps = StreamField(
        [("step", StepBlock())],
        verbose_name=_("how to use the model"),
        blank=True,
        help_text=_("Five steps or so. They also stand on the sheet that is printed for a workshop."),
    )
    body = StreamField(
        body_blocks(),
        verbose_name=_("background"),
        blank=True,
        help_text=_("What else there is to tell, for example what came of the model. No part of the model's text."),
    )

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["projects.ElementPage"]
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("preamble"),
        FieldPanel("steps"),
        FieldPanel("body"),
    ]
    note_panels = SourcedMixin.note_panels
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("preamble"),
        index.SearchField("steps"),
        index.SearchField("body"),
    ]
    translatable_fields = [
        *BasePage.base_translatable_fields,
        *prose("preamble", "steps", "body"),
        *SourcedMixin.sourced_fields,
    ]

    class Meta:
        verbose_name = _("page of the model")
        verbose_name_plural = _("pages of the model")


class ElementPage(BasePage):
    """One element. It belongs to all versions from ``introduced_in`` up to, not including, ``retired_in``."""

    number = models.PositiveSmallIntegerField(
        _("number"),
        validators=[MinValueValidator(1)],
        help_text=_("Its place in the model, from 1. Every number once."),
    )
    introduced_in = models.PositiveSmallIntegerField(
        _("first version of the model"),
        default=1,
        validators=[MinValueValidator(1)],
        help_text=_("The version of the model that brought this element."),
    )
    retired_in = models.PositiveSmallIntegerField(
        _("left the model in version"),
        null=True,
        blank=True,
        help_text=_("Empty while the element is part of the model. The page stays readable at its address."),
    )
    body = StreamField([("paragraph", ParagraphBlock())], verbose_name=_("text"))
    guiding_questions = StreamField(
        [("question", QuestionBlock(max_length=300))],
        verbose_name=_("guiding questions"),
        blank=True,
        help_text=_("Two or three questions that a workshop can start from."),
    )

    parent_page_types = ["projects.ElementIndexPage"]
    subpage_types: list[str] = []
    in_frame = "elements"
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("number"),
                FieldRowPanel([FieldPanel("introduced_in"), FieldPanel("retired_in")]),
                InlinePanel(
                    "successors",
                    label=_("Element"),
                    heading=_("Followed by"),
                    help_text=_("If the element was merged or renamed: the elements that took its place."),
                ),
            ],
            heading=_("Place in the model"),
        ),
        FieldPanel("body"),
        FieldPanel("guiding_questions"),
        InlinePanel("element_strategies", label=_("Strategy"), heading=_("Strategies it builds on")),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body"), index.SearchField("guiding_questions")]
    translatable_fields = [
        *BasePage.base_translatable_fields,
        *facts("number", "introduced_in", "retired_in"),
        *prose("body", "guiding_questions"),
        *facts("successors", "element_strategies"),
    ]

    class Meta:
        verbose_name = _("element")
        verbose_name_plural = _("elements")

    def frame_entry(self) -> dict[str, object]:
        """What lists, chips and covers show of an element."""
        return {
            "order": self.number,
            "number": self.number,
            "introduced_in": self.introduced_in,
            "retired_in": self.retired_in,
        }

    def asks(self) -> list[AskedQuestion]:
        """Its guiding questions, which can be answered as long as it is part of the model."""
        if self.retired_in is not None:
            return []
        return [AskedQuestion(UUID(str(block.id)), str(block.value)) for block in self.guiding_questions]

    def clean(self) -> None:
        """A version has each number once, and nothing leaves before it came."""
        super().clean()
        if self.retired_in is not None and self.retired_in <= (self.introduced_in or 1):
            raise ValidationError({"retired_in": _("An element leaves the model in a later version than it came.")})
        others = ElementPage.objects.filter(locale_id=self.locale_id, number=self.number).exclude(pk=self.pk)
        end = self.retired_in or 10**6
        for other in others.exclude(translation_key=self.translation_key):
            if other.introduced_in < end and (self.introduced_in or 1) < (other.retired_in or 10**6):
                raise ValidationError(
                    {
                        "number": _("“%(title)s” has this number in the same version of the model.")
                        % {"title": other.title}
                    }
                )


class ElementSuccessor(Orderable):
    """The element that took the place of one that left the model."""

    page = ParentalKey(ElementPage, on_delete=models.CASCADE, related_name="successors")
    element = models.ForeignKey(
        ElementPage,
        verbose_name=_("element"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("The element in which its content is now found."),
    )

    panels = [FieldPanel("element")]


class ElementStrategy(Orderable):
    """A strategy that an element builds on."""

    page = ParentalKey(ElementPage, on_delete=models.CASCADE, related_name="element_strategies")
    strategy = models.ForeignKey(
        "projects.StrategyPage",
        verbose_name=_("strategy"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("A strategy that says something about this element."),
    )

    panels = [FieldPanel("strategy")]
