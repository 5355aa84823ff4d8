"""Blocks of event pages."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.blocks import PARAGRAPH_FEATURES, FactCharBlock, FactURLBlock
from portal.enums import Country, country_label


class AgendaItemBlock(blocks.StructBlock):
    """One point of the programme; the time is optional."""

    time = FactCharBlock(
        required=False, max_length=11, label=_("Time"), help_text=_("For example 13.10 or 13.10–13.40.")
    )
    text = blocks.CharBlock(max_length=250, label=_("What happens"))

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

    name = FactCharBlock(max_length=120, label=_("Name"))
    role = blocks.CharBlock(required=False, max_length=120, label=_("Role"))
    organisation = FactCharBlock(required=False, max_length=120, label=_("Organisation"))
    country = blocks.ChoiceBlock(choices=Country.choices, required=False, label=_("Country"))
    text = blocks.RichTextBlock(required=False, features=PARAGRAPH_FEATURES, label=_("Statement"))

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
    )
    title = blocks.CharBlock(max_length=160, label=_("Title"))
    url = FactURLBlock(label=_("Address"))
    size = FactCharBlock(required=False, max_length=40, label=_("Type and size"), help_text=_("For example PDF, 2 MB."))

    class Meta:
        icon = "media"
        label = _("Recording or slides")
        template = "events/blocks/material.html"
