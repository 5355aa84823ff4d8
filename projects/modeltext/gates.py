"""What must hold before a page of the model's text is published."""

from collections.abc import Callable, Iterator
from html.parser import HTMLParser

from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue

from portal.editing.publication.gates import Problem, register_gate
from projects.models import ElementIndexPage, ElementPage


class _Parts(HTMLParser):
    """The paragraphs and lists that stand beside each other in a block, as whether each says anything."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[bool] = []
        self._depth = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            return
        if not self._depth:
            self.found.append(False)
        self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        self._depth = max(0, self._depth - 1) if tag != "br" else self._depth

    def handle_data(self, data: str) -> None:
        if data.strip() and self.found:
            self.found[-1] = True


def paragraphs_in(html: str) -> int:
    """How many paragraphs and lists a block holds; empty lines are none."""
    return sum(_Parts(html).found)


def one_paragraph_a_block(field: str) -> Callable[[ElementPage | ElementIndexPage], Iterator[Problem]]:
    """The gate that asks for one block for every paragraph in ``field``: a block is what has address and roots."""

    def gate(page: ElementPage | ElementIndexPage) -> Iterator[Problem]:
        blocks: StreamValue = getattr(page, field)
        for place, block in enumerate(blocks, start=1):
            held = paragraphs_in(block.value.source)
            if held > 1:
                said = _(
                    "Paragraph %(place)s of the text holds %(held)s paragraphs. Give each a block of its own, so that "
                    "each has an address and roots."
                )
                yield Problem(said % {"place": place, "held": held}, field)

    return gate


def register_gates() -> None:
    """Called when the app is ready."""
    register_gate(ElementPage, one_paragraph_a_block("body"))
    register_gate(ElementIndexPage, one_paragraph_a_block("preamble"))
