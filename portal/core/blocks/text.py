"""StreamField blocks for running text: headings, paragraphs, quotes, questions."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import RichText

#: What an editor may do inside a paragraph. Headings are blocks of their own, so that their order can be checked.
PARAGRAPH_FEATURES = ["bold", "italic", "link", "document-link", "ul", "ol"]


class HeadingBlock(blocks.StructBlock):
    """A heading inside the page: second or third level, since the title is the first."""

    text = blocks.CharBlock(
        max_length=120, label=_("Heading"), help_text=_("What the next paragraphs tell, in a few words; no full stop.")
    )
    level = blocks.ChoiceBlock(
        choices=[("2", _("Heading")), ("3", _("Subheading"))],
        default="2",
        label=_("Level"),
        help_text=_("A subheading belongs below a heading; do not begin a page with one."),
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        group = _("Text")
        template = "core/blocks/heading.html"
        preview_value = {"text": _("Heading"), "level": "2"}


class ParagraphBlock(blocks.RichTextBlock):
    """One paragraph or list. One block per paragraph keeps translations in step with the source."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("features", PARAGRAPH_FEATURES)
        super().__init__(**kwargs)

    def get_preview_value(self) -> RichText:
        """The block's advice, in the editor's language."""
        return RichText(f"<p>{self.meta.help_text}</p>")

    class Meta:
        icon = "pilcrow"
        label = _("Paragraph")
        group = _("Text")
        template = "core/blocks/paragraph.html"
        help_text = _("One paragraph or one list. Short sentences, one thought each.")


class QuoteBlock(blocks.StructBlock):
    """What somebody said, word for word, and who."""

    text = blocks.TextBlock(label=_("Quote"), help_text=_("Word for word, without quotation marks."))
    attribution = blocks.CharBlock(max_length=120, label=_("Said by"), help_text=_("Name, role and organisation."))

    class Meta:
        icon = "openquote"
        label = _("Quote")
        group = _("Text")
        template = "core/blocks/quote.html"
        preview_value = {"text": _("Quote"), "attribution": _("Said by")}


class QuestionBlock(blocks.CharBlock):
    """A guiding question for a workshop."""

    class Meta:
        icon = "help"
        label = _("Question")
        group = _("Text")
