"""Facts and where they come from: key figures, tables, sources, editorial notes."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from portal.blocks.base import Untranslated
from portal.languages import LANGUAGES


class FactCharBlock(Untranslated, blocks.CharBlock):
    """A short text that is the same in every language: a name, a number."""


class FactURLBlock(Untranslated, blocks.URLBlock):
    """A web address that is the same in every language."""


class SourceBlock(Untranslated, blocks.StructBlock):
    """A public source, with a mark for whether visitors see it."""

    identifier = blocks.RegexBlock(
        regex=r"^[a-z0-9-]{1,20}$",
        label=_("Mark"),
        help_text=_("Short and unique on this page, for example s1."),
        error_messages={"invalid": _("Use lower-case letters, digits and hyphens only, for example s1.")},
    )
    publisher = blocks.CharBlock(max_length=160, label=_("Publisher"))
    url = blocks.URLBlock(label=_("Address"))
    public = blocks.BooleanBlock(default=True, required=False, label=_("Show to visitors"))

    class Meta:
        icon = "link-external"
        label = _("Source")


class EditorialNoteBlock(Untranslated, blocks.StructBlock):
    """A checked statement behind the text. Editors see it; visitors never do."""

    statement = blocks.TextBlock(label=pgettext_lazy("checked fact", "Statement"))
    sources = blocks.CharBlock(
        required=False,
        max_length=120,
        label=_("Marks of the sources"),
        help_text=_("Separated by commas, for example s1, s2."),
    )
    confidence = blocks.ChoiceBlock(
        choices=[("high", _("High")), ("medium", _("Medium")), ("low", _("Low"))],
        label=_("Confidence"),
        help_text=_(
            "High: stated by the body responsible or by two independent sources. Medium: one secondary "
            "source. Low: general knowledge or an editorial reading."
        ),
    )

    class Meta:
        icon = "clipboard-list"
        label = _("Editorial note")


class KeyFigureBlock(blocks.StructBlock):
    """A number that says something: how much, of what, says who."""

    number = FactCharBlock(max_length=20, label=_("Number"), help_text=_("As it is read, for example 1,200 or 40–45."))
    unit = blocks.CharBlock(
        required=False, max_length=40, label=_("Unit"), help_text=_("For example %, tonnes, homes.")
    )
    what = blocks.CharBlock(max_length=160, label=_("What it counts"))
    publisher = FactCharBlock(max_length=160, label=_("Source: publisher"))
    url = FactURLBlock(label=_("Source: address"))

    class Meta:
        icon = "order"
        label = _("Key figure")
        group = _("Facts")
        template = "portal/blocks/key_figure.html"
        preview_value = {
            "number": "1 200",
            "unit": _("Unit"),
            "what": _("What it counts"),
            "publisher": _("Publisher"),
            "url": "https://example.org/",
        }


class FactRowBlock(blocks.StructBlock):
    """One line of a table of facts."""

    fact = blocks.CharBlock(max_length=160, label=_("Fact"))
    value = blocks.CharBlock(max_length=160, label=_("Value"))

    class Meta:
        label = _("Line")


class FactTableBlock(blocks.StructBlock):
    """A table of two columns with its source."""

    caption = blocks.CharBlock(max_length=160, label=_("Caption"))
    rows = blocks.ListBlock(FactRowBlock(), min_num=1, label=_("Lines"))
    publisher = FactCharBlock(max_length=160, label=_("Source: publisher"))
    url = FactURLBlock(label=_("Source: address"))

    class Meta:
        icon = "table"
        label = _("Table of facts")
        group = _("Facts")
        template = "portal/blocks/fact_table.html"
        preview_value = {
            "caption": _("Caption"),
            "rows": [{"fact": _("Fact"), "value": _("Value")}] * 2,
            "publisher": _("Publisher"),
            "url": "https://example.org/",
        }


class LocalNameBlock(Untranslated, blocks.StructBlock):
    """A name in a language of its own."""

    language = blocks.ChoiceBlock(
        choices=[(code, lang.own_name) for code, lang in LANGUAGES.items()], label=_("Language")
    )
    name = blocks.CharBlock(max_length=200, label=_("Name"))

    class Meta:
        icon = "globe"
        label = _("Name")
