"""Walk through nested StreamField blocks, however deep they lie."""

from collections.abc import Iterator
from typing import Any

from wagtail import blocks


def blocks_in(stream: Any) -> Iterator[tuple[blocks.Block, Any]]:
    """Every block of a stream with its value, those inside other blocks too, in reading order."""
    for child in stream:
        yield from _walk(child.block, child.value)


def _walk(block: blocks.Block, value: Any) -> Iterator[tuple[blocks.Block, Any]]:
    yield block, value
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _walk(child, value.get(name))
    elif isinstance(block, blocks.ListBlock):
        for item in value or []:
            yield from _walk(block.child_block, item)
    elif isinstance(block, blocks.StreamBlock):
        yield from blocks_in(value or [])
