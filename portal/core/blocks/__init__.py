"""StreamField blocks of the pages, one family per file."""

from portal.core.blocks.facts import (
    EditorialNoteBlock,
    FactCharBlock,
    FactTableBlock,
    FactURLBlock,
    KeyFigureBlock,
    LocalNameBlock,
    SourceBlock,
)
from portal.core.blocks.links import CallToActionBlock, LinkBlock, LinkListBlock
from portal.core.blocks.media import FigureBlock
from portal.core.blocks.text import PARAGRAPH_FEATURES, HeadingBlock, ParagraphBlock, QuestionBlock, QuoteBlock

__all__ = [
    "PARAGRAPH_FEATURES",
    "CallToActionBlock",
    "EditorialNoteBlock",
    "FactCharBlock",
    "FactTableBlock",
    "FactURLBlock",
    "FigureBlock",
    "HeadingBlock",
    "KeyFigureBlock",
    "LinkBlock",
    "LinkListBlock",
    "LocalNameBlock",
    "ParagraphBlock",
    "QuestionBlock",
    "QuoteBlock",
    "SourceBlock",
    "body_blocks",
]


def body_blocks() -> list[tuple[str, object]]:
    """Blocks of a long text, in the order in which the editor offers them."""
    return [
        ("heading", HeadingBlock()),
        ("paragraph", ParagraphBlock()),
        ("quote", QuoteBlock()),
        ("figure", FigureBlock()),
        ("key_figure", KeyFigureBlock()),
        ("facts", FactTableBlock()),
        ("action", CallToActionBlock()),
        ("links", LinkListBlock()),
    ]
