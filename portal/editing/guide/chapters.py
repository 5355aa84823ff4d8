"""The editors' guide in the admin, written in ``editing/guide/texts/<language>.md``.

Only what the guide uses of Markdown is understood: headings with a name (``## Title {#name}``), paragraphs, bold words
and pictures. Pages of the admin lead to the chapter that is about them.
"""

import re
from functools import cache
from pathlib import Path

from django.templatetags.static import static
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from portal.core.i18n.languages import reading_order

FOLDER = Path(__file__).resolve().parent / "texts"
_HEADING = re.compile(r"## (.+) \{#([a-z]+)\}")


def guide_language(language: str) -> str:
    """The language of the guide that a reader of ``language`` understands best."""
    return next(code for code in reading_order(language) if (FOLDER / f"{code}.md").exists())


@cache
def chapters(language: str) -> dict[str, str]:
    """Titles of the chapters by their names, in a language in which there is a guide."""
    text = (FOLDER / f"{language}.md").read_text(encoding="utf-8")
    return {name: title for title, name in _HEADING.findall(text)}


def render_guide(language: str) -> SafeString:
    """The guide as HTML; its title is left to the page around it."""
    text = (FOLDER / f"{language}.md").read_text(encoding="utf-8")
    blocks = [block.strip() for part in text.split("\n\n") for block in re.split(r"\n(?=#)|(?<=[^\n])\n(?!#)", part)]
    return format_html_join("\n", "{}", ((_block(block),) for block in blocks if block and not block.startswith("# ")))


def _block(block: str) -> SafeString:
    # The path is that in the repository, so that the guide can be read there too.
    picture = re.fullmatch(r"!\[(.+)\]\(\.\./\.\./static/([a-z/-]+\.png)\)", block)
    if picture:
        address = static(picture[2])
        return format_html(
            '<figure><img src="{}" alt="{}" loading="lazy"><figcaption>{}</figcaption></figure>',
            address,
            picture[1],
            picture[1],
        )
    if heading := _HEADING.fullmatch(block):
        return format_html('<h2 id="{}">{}</h2>', heading[2], heading[1])
    return format_html("<p>{}</p>", mark_safe(re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(block))))
