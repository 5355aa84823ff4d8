"""StreamField blocks for facts and their sources: key figures, tables, sources, editorial notes."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from portal.core.blocks.base import Untranslated
from portal.core.i18n.languages import LANGUAGES

#: Years in which a source can have been published.
EARLIEST_SOURCE, LATEST_SOURCE = 1800, 2100


class FactCharBlock(Untranslated, blocks.CharBlock):
    """A short text that is the same in every language: a name, a number."""


class FactURLBlock(Untranslated, blocks.URLBlock):
    """A web address that is the same in every language."""


class SourceKind(models.TextChoices):
    """What a source is, as it stands behind its publisher."""

    PRESS_RELEASE = "press_release", _("press release")
    NEWS = "news", _("news article")
    REPORT = "report", pgettext_lazy("kind of source", "report")
    STRATEGY = "strategy", pgettext_lazy("kind of source", "strategy")
    DECISION = "decision", pgettext_lazy("kind of source", "decision")
    LAW = "law", pgettext_lazy("kind of source", "law")
    BROCHURE = "brochure", _("brochure")
    TALK = "talk", pgettext_lazy("kind of source", "talk")


class SourceValue(blocks.StructValue):
    """A source, with its kind in the words of the reader."""

    @property
    def kind_name(self) -> str:
        """What it is; empty if that is not said."""
        return str(SourceKind(self["kind"]).label) if self.get("kind") else ""


class SourceBlock(Untranslated, blocks.StructBlock):
    """A public source, with a mark for whether visitors see it."""

    identifier = blocks.RegexBlock(
        regex=r"^[a-z0-9-]{1,20}$",
        label=_("Mark"),
        help_text=_("Short and unique on this page, for example s1."),
        error_messages={"invalid": _("Use lower-case letters, digits and hyphens only, for example s1.")},
    )
    title = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("Title"),
        help_text=_("As the document calls itself, in its own language. Empty if it has none."),
    )
    publisher = blocks.CharBlock(
        max_length=160,
        label=_("Publisher"),
        help_text=_("Who answers for it, for example Statistics Norway, not the name of the report."),
    )
    kind = blocks.ChoiceBlock(
        choices=SourceKind.choices,
        required=False,
        label=_("Kind of source"),
        help_text=_("Stands behind the publisher, in the language of the reader. Empty for a web page."),
    )
    year = blocks.IntegerBlock(
        required=False,
        min_value=EARLIEST_SOURCE,
        max_value=LATEST_SOURCE,
        label=_("Year of publication"),
        help_text=_("As the source or its address states it; not the year in which you read it."),
    )
    language = blocks.ChoiceBlock(
        choices=[(code, lang.own_name) for code, lang in LANGUAGES.items()],
        required=False,
        label=_("Language"),
        help_text=_("Of the source itself: readers of other languages see it named. Empty if it is another one."),
    )
    url = blocks.URLBlock(label=_("Address"), help_text=_("The page or file itself, beginning with https://."))
    public = blocks.BooleanBlock(
        default=True,
        required=False,
        label=_("Show to visitors"),
        help_text=_("Leave out only what visitors cannot open, for example an e-mail."),
    )

    class Meta:
        icon = "link-external"
        label = _("Source")
        value_class = SourceValue


class EditorialNoteBlock(Untranslated, blocks.StructBlock):
    """A checked statement behind the text. Editors see it; visitors never do."""

    statement = blocks.TextBlock(
        label=pgettext_lazy("checked fact", "Statement"),
        help_text=_("One fact of the page, as it can be checked, for example: Work began in 2019."),
    )
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

    number = FactCharBlock(
        max_length=20,
        label=pgettext_lazy("key figure", "Number"),
        help_text=_("As it is read, for example 1,200 or 40–45."),
    )
    unit = blocks.CharBlock(
        required=False, max_length=40, label=_("Unit"), help_text=_("For example %, tonnes, homes.")
    )
    what = blocks.CharBlock(
        max_length=160,
        label=_("What it counts"),
        help_text=_("With place and period, for example: bus trips in Tromsø in 2023."),
    )
    publisher = FactCharBlock(
        max_length=160, label=_("Source: publisher"), help_text=_("Who counted, for example Statistics Norway.")
    )
    url = FactURLBlock(label=_("Source: address"), help_text=_("The page or file in which the number stands."))

    class Meta:
        icon = "order"
        label = _("Key figure")
        group = _("Facts")
        template = "core/blocks/key_figure.html"
        preview_value = {
            "number": "1 200",
            "unit": _("Unit"),
            "what": _("What it counts"),
            "publisher": _("Publisher"),
            "url": "https://example.org/",
        }


class FactRowBlock(blocks.StructBlock):
    """One line of a table of facts."""

    fact = blocks.CharBlock(max_length=160, label=_("Fact"), help_text=_("What is stated, for example: Inhabitants."))
    value = blocks.CharBlock(
        max_length=160,
        label=_("Value"),
        help_text=_("As it is read, with its unit and year, for example: 77,000 (2023)."),
    )

    class Meta:
        label = _("Line")


class FactTableBlock(blocks.StructBlock):
    """A table of two columns with its source."""

    caption = blocks.CharBlock(
        max_length=160, label=_("Caption"), help_text=_("What the table shows, with place and period.")
    )
    rows = blocks.ListBlock(FactRowBlock(), min_num=1, label=_("Lines"))
    publisher = FactCharBlock(
        max_length=160,
        label=_("Source: publisher"),
        help_text=_("Who published the facts, for example Statistics Norway."),
    )
    url = FactURLBlock(label=_("Source: address"), help_text=_("The page or file in which the facts stand."))

    class Meta:
        icon = "table"
        label = _("Table of facts")
        group = _("Facts")
        template = "core/blocks/fact_table.html"
        preview_value = {
            "caption": _("Caption"),
            "rows": [{"fact": _("Fact"), "value": _("Value")}] * 2,
            "publisher": _("Publisher"),
            "url": "https://example.org/",
        }


class LocalNameBlock(Untranslated, blocks.StructBlock):
    """A name in a language of its own."""

    language = blocks.ChoiceBlock(
        choices=[(code, lang.own_name) for code, lang in LANGUAGES.items()],
        label=_("Language"),
        help_text=_("The language of this name."),
    )
    name = blocks.CharBlock(
        max_length=200, label=_("Name"), help_text=_("As it is written officially in that language.")
    )

    class Meta:
        icon = "globe"
        label = _("Name")
