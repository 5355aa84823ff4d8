"""Blocks of event pages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from portal.blocks import PARAGRAPH_FEATURES, FactCharBlock, FactURLBlock
from portal.enums import Country, country_label


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
