"""Blocks of event pages."""

from typing import Any

from django.core.exceptions import ValidationError
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
