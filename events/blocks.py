"""Blocks of event pages."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from events.enums import Need, QuestionKind
from portal.core.blocks import PARAGRAPH_FEATURES, FactCharBlock, FactURLBlock
from portal.core.enums import Country, country_label


class AgendaItemBlock(blocks.StructBlock):
    """One point of the programme; the time is optional."""

    time = FactCharBlock(
        required=False, max_length=11, label=_("Time"), help_text=_("For example 13.10 or 13.10–13.40.")
    )
    text = blocks.CharBlock(
        max_length=250, label=_("What happens"), help_text=_("What people do or hear, and from whom, in one line.")
    )

    class Meta:
        icon = "time"
        label = _("Item")
        template = "events/blocks/agenda_item.html"


class StatementValue(blocks.StructValue):
    """A statement with the name of its country."""

    @property
    def country_name(self) -> str:
        """Country of the expert in the reader's language."""
        return country_label(self.get("country") or "")


class StatementBlock(blocks.StructBlock):
    """An expert's comment statement."""

    name = FactCharBlock(max_length=120, label=_("Name"), help_text=_("First and last name, as the person writes it."))
    role = blocks.CharBlock(
        required=False,
        max_length=120,
        label=_("Role"),
        help_text=_("The position, for example Head of Digitalisation."),
    )
    organisation = FactCharBlock(
        required=False,
        max_length=120,
        label=pgettext_lazy("of a registrant", "Organisation"),
        help_text=_("Where the person works."),
    )
    country = blocks.ChoiceBlock(
        choices=Country.choices,
        required=False,
        label=_("Country"),
        help_text=_("The country that the person speaks for."),
    )
    text = blocks.RichTextBlock(
        required=False,
        features=PARAGRAPH_FEATURES,
        label=_("Statement"),
        help_text=_("What was said, approved by the person. Three to six sentences."),
    )

    class Meta:
        icon = "user"
        label = _("Statement")
        template = "events/blocks/statement.html"
        value_class = StatementValue


class MaterialBlock(blocks.StructBlock):
    """A recording, slides or minutes."""

    kind = blocks.ChoiceBlock(
        choices=[
            ("recording", _("Recording")),
            ("slides", _("Slides")),
            ("minutes", _("Minutes")),
            ("other", _("Other")),
        ],
        label=_("Kind"),
        help_text=_("Tells people whether they will watch or read."),
    )
    title = blocks.CharBlock(
        max_length=160, label=_("Title"), help_text=_("What it is, for example: Slides of the second session.")
    )
    url = FactURLBlock(
        label=_("Address"),
        help_text=_("Where the file or recording is, beginning with https://. It must open without a login."),
    )
    size = FactCharBlock(required=False, max_length=40, label=_("Type and size"), help_text=_("For example PDF, 2 MB."))

    class Meta:
        icon = "media"
        label = _("Recording or slides")
        template = "events/blocks/material.html"


class QuestionBlock(blocks.StructBlock):
    """A question in the organiser's words."""

    label = blocks.CharBlock(max_length=300, label=_("Question"), help_text=_("For example: What do you work with?"))
    help = blocks.CharBlock(
        required=False,
        max_length=300,
        label=_("Hint"),
        help_text=_("What a good answer is, if the question alone does not say so."),
    )
    kind = blocks.ChoiceBlock(
        choices=QuestionKind.choices,
        default=QuestionKind.SHORT_TEXT,
        label=_("Answer"),
        help_text=_("A short text, a long one, or a choice; choices are easiest to answer and to count."),
    )
    options = blocks.ListBlock(
        blocks.CharBlock(max_length=200),
        required=False,
        default=[],
        label=_("Choices"),
        help_text=_("Only for one or any of several."),
    )
    required = blocks.BooleanBlock(
        required=False, label=_("Must be answered"), help_text=_("Only if you cannot plan without the answer.")
    )
    sensitive = blocks.BooleanBlock(
        required=False,
        label=_("Sensitive"),
        help_text=_("Tells about health, faith or the like: deleted soon after the event."),
    )

    class Meta:
        icon = "help"
        label = _("Question")

    def clean(self, value: Any) -> Any:
        """A choice needs something to choose from."""
        cleaned = super().clean(value)
        if cleaned["kind"] in {QuestionKind.ONE_OF, QuestionKind.SOME_OF} and len(cleaned["options"]) < 2:
            errors = {"kind": ValidationError(_("Write at least two choices."))}
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned


class NeedBlock(blocks.StructBlock):
    """A ready-made question about what somebody needs; worded in every language, kept for a short time."""

    need = blocks.ChoiceBlock(
        choices=Need.choices,
        label=_("Need"),
        help_text=_("Worded by the portal in every language; the answers are deleted soon after the event."),
    )

    class Meta:
        icon = "help"
        label = _("Ready-made question about needs")


class InputStagesBlock(blocks.MultipleChoiceBlock):
    """When a question is asked: before, during and after an occasion."""

    def __init__(self, **kwargs: object) -> None:
        choices = [("before", _("Before")), ("live", _("During, in a live round")), ("after", _("Afterwards"))]
        super().__init__(
            **{
                "choices": choices,
                "default": ["before", "live", "after"],
                "widget": CheckboxSelectMultiple,
                "label": _("When it is asked"),
                "help_text": _("In a consultation all of its time is “before”."),
                **kwargs,
            }
        )


class AskedQuestionBlock(blocks.StructBlock):
    """A question of the organisers to everybody."""

    text = blocks.CharBlock(
        max_length=300, label=_("Question"), help_text=_("One open question that starts with how, what or where.")
    )
    stages = InputStagesBlock()
    seeds = blocks.ListBlock(
        blocks.CharBlock(max_length=280, label=_("Statement")),
        default=[],
        label=_("Statements to begin with"),
        help_text=_("Marked “from the organisers” for everyone. They help the first people to react; five are enough."),
    )

    class Meta:
        icon = "help"
        label = _("Own question")


class ElementQuestionsBlock(blocks.StructBlock):
    """Guiding questions of an element of the model."""

    element = blocks.PageChooserBlock(
        page_type="projects.ElementPage",
        label=_("Element"),
        help_text=_("An element that people work with there. One to three are enough."),
    )
    number = blocks.IntegerBlock(
        required=False,
        min_value=1,
        label=_("Which question"),
        help_text=_("Counted from 1 in the order of the element page. Empty: all of them."),
    )
    stages = InputStagesBlock()

    class Meta:
        icon = "list-ol"
        label = _("Guiding questions of an element")
