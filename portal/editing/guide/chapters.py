"""The editors' guide in the admin, written in ``editing/guide/texts/<language>.md``, one chapter for each task.

Only what the guide uses of Markdown is understood: headings with a name (``## Title {#name}``), paragraphs, numbered
steps, bold words and pictures. What is bold is a name of the admin, exactly as it stands there. Pages of the admin lead
to the chapter that is about them.
"""

import re
from collections.abc import Iterable
from functools import cache
from itertools import groupby
from pathlib import Path

from django.templatetags.static import static
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from portal.core.i18n.languages import reading_order

FOLDER = Path(__file__).resolve().parent / "texts"
_HEADING = re.compile(r"## (.+) \{#([a-z]+)\}")
#: The path is that in the repository, so that the guide can be read there too.
_PICTURE = re.compile(r"!\[(.+)\]\(\.\./\.\./static/([a-z/-]+\.png)\)")
_STEP = re.compile(r"\d+\. (.+)")


def guide_language(language: str) -> str:
    """The language of the guide that a reader of ``language`` understands best."""
    return next(code for code in reading_order(language) if (FOLDER / f"{code}.md").exists())


@cache
def chapters(language: str) -> dict[str, str]:
    """Titles of the chapters by their names, in a language in which there is a guide."""
    return {name: title for title, name in _HEADING.findall(_text(language))}


def render_guide(language: str) -> SafeString:
    """The guide as HTML; its title and the list of its chapters are left to the page around it."""
    lines = [line for line in _text(language).splitlines() if line and not line.startswith("# ")]
    parts = [
        part
        for is_step, group in groupby(lines, _is_step)
        for part in (_steps(group) if is_step else map(_block, group))
    ]
    return format_html_join("\n", "{}", ((part,) for part in parts))


def _text(language: str) -> str:
    return (FOLDER / f"{language}.md").read_text(encoding="utf-8")


def _is_step(line: str) -> bool:
    return bool(_STEP.fullmatch(line))


def _steps(lines: Iterable[str]) -> list[SafeString]:
    items = format_html_join("", "<li>{}</li>", ((_inline(line.partition(" ")[2]),) for line in lines))
    return [format_html("<ol>{}</ol>", items)]


def _block(line: str) -> SafeString:
    if picture := _PICTURE.fullmatch(line):
        return format_html(
            '<figure><img src="{}" alt="{}" loading="lazy"><figcaption>{}</figcaption></figure>',
            static(picture[2]),
            picture[1],
            picture[1],
        )
    if heading := _HEADING.fullmatch(line):
        return format_html('<h2 id="{}">{}</h2>', heading[2], heading[1])
    return format_html("<p>{}</p>", _inline(line))


def _inline(text: str) -> SafeString:
    return mark_safe(re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(text)))
