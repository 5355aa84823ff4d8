"""Template variables of the page of the model (see ``portal.core.hooks.context``)."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from portal.core.hooks.comments import comments
from portal.core.hooks.context import page_context
from portal.core.pictures.photos import attach_renditions
from projects.adoptions.queries import adoptions_of_model
from projects.models import ElementIndexPage
from projects.modeltext.public.cairn import draw
from projects.modeltext.public.story import ENTRIES
from projects.modeltext.queries import published
from projects.queries import number_of_cases


@page_context.register
def model_context(page: ElementIndexPage, request: HttpRequest, context: Mapping[str, Any]) -> dict[str, object]:
    """``cairn`` (stones of the elements in force), ``model_versions`` (the latest first), ``entries`` of the history.

    Also ``paragraphs`` of the preamble, each block with its short id in the model and the number of its roots (empty
    until a version with it was published) and ``comments`` on them, and ``adoptions`` of the model.
    """
    attach_renditions(block.value["image"] for block in page.body if block.block_type == "figure")
    frame = context["frame"]
    paragraphs = frame.with_anchors(page.preamble)
    keys = [key for _block, key, _roots in paragraphs if key]
    return {
        "cairn": draw(frame.current_elements, number_of_cases()),
        "model_versions": list(published()),
        "entries": ENTRIES,
        "paragraphs": paragraphs,
        "comments": comments(frame.site.get("consultations", []), keys, page.reading_language),
        "adoptions": adoptions_of_model(page.reading_language),
    }
