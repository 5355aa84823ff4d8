"""The HTML part of a mail that was written as text: the same words, with links in place of long addresses."""

from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string


class Line(NamedTuple):
    """A line of a mail; ``url`` is where all of it leads."""

    text: str
    url: str = ""


def html_of(subject: str, body: str, language: str) -> str:
    """The document for the text ``body``, with the portal's mark. Needs ``language`` active."""
    blocks = [lines_of(block) for block in body.split("\n\n") if block.strip()]
    return render_to_string("mail/written.html", {"subject": subject, "language": language, "blocks": blocks})


def lines_of(block: str) -> list[Line]:
    """The lines of one paragraph.

    An address of the portal that stands on a line of its own becomes the link of the line above, if that introduces it
    by a colon, else of the first line, which is a title then. Addresses of others stay visible, since visitors' own
    words are in some mails: what is read must be where it leads.
    """
    lines: list[Line] = []
    for text in filter(None, map(str.strip, block.splitlines())):
        if not (is_ours(text) and lines):
            lines.append(Line(text, text if is_ours(text) else ""))
        elif lines[-1].text.endswith(":"):
            lines[-1] = Line(lines[-1].text.removesuffix(":"), text)
        else:
            lines[0] = Line(lines[0].text, text)
    return lines


def is_ours(text: str) -> bool:
    """Whether a line is nothing but an address of the portal."""
    return text.startswith(f"{settings.BASE_URL}/") and " " not in text
