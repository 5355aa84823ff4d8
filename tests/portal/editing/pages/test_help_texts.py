"""Every field that editors fill in says what a good answer is."""

from collections.abc import Iterator
from typing import Any

import pytest
from wagtail import blocks
from wagtail.admin import urls  # noqa: F401 (loads what the apps register with the admin)
from wagtail.admin.panels import FieldPanel, InlinePanel, PanelGroup, get_edit_handler
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models

from portal.core.models import BasePage
from projects.wizard.forms import STEPS

#: Wagtail's own: their panels explain them by themselves.
WAGTAILS = {"go_live_at", "expire_at", "comment_notifications", "tags", "collection", "file"}
#: Set by a click on the picture; no field of the form is shown.
FOCAL_POINT = {"focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"}


def edited_models() -> list[Any]:
    """Page types, snippets, and what own views of the admin edit."""
    own = [v.model for v in viewsets.viewsets if isinstance(v, ModelViewSet) and "wagtail" not in v.model.__module__]
    assert own
    return [*(m for m in get_page_models() if issubclass(m, BasePage)), *get_snippet_models(), *own, *settings_registry]


def handler_of(model: Any) -> Any:
    """The panels with which a model is edited."""
    if hasattr(model, "get_edit_handler"):
        return model.get_edit_handler()
    view_set = next((v for v in viewsets.viewsets if getattr(v, "model", None) is model), None)
    return view_set.get_edit_handler() if view_set else get_edit_handler(model)


def unexplained_panels(panel: Any, where: str) -> Iterator[str]:
    """Fields without help below a panel, those of inline panels and of blocks too."""
    if isinstance(panel, InlinePanel):
        yield from unexplained_panels(panel.child_edit_handler, f"{where}.{panel.relation_name}")
    elif isinstance(panel, PanelGroup):
        for child in panel.children:
            yield from unexplained_panels(child, where)
    elif isinstance(panel, FieldPanel) and panel.field_name not in WAGTAILS:
        declared = getattr(getattr(panel.model, "base_form_class", None), "base_fields", {})
        field = declared.get(panel.field_name) or panel.db_field
        help_text = panel.help_text or field.help_text
        if isinstance(field, StreamField):
            yield from unexplained_blocks(field.stream_block, f"{where}.{panel.field_name}", bool(help_text))
        elif not help_text:
            yield f"{where}.{panel.field_name}"


def unexplained_blocks(block: Any, where: str, explained: bool) -> Iterator[str]:
    """The same for a block; one that holds a single field is explained where it stands."""
    own = getattr(block.meta, "help_text", None) or getattr(getattr(block, "field", None), "help_text", None)
    explained = explained or bool(own)
    if isinstance(block, blocks.StreamBlock | blocks.StructBlock):
        for name, child in block.child_blocks.items():
            single = isinstance(block, blocks.StreamBlock) and len(block.child_blocks) == 1
            yield from unexplained_blocks(child, f"{where}.{name}", explained and single)
    elif isinstance(block, blocks.ListBlock):
        yield from unexplained_blocks(block.child_block, where, explained)
    elif not explained:
        yield where


@pytest.mark.parametrize("model", edited_models(), ids=lambda model: model.__name__)
def test_every_field_says_what_a_good_answer_is(model: Any):
    handler = handler_of(model)
    assert sorted(set(unexplained_panels(handler, model.__name__))) == []


def test_pictures_are_explained_too():
    fields = get_image_form(get_image_model()).base_fields
    assert [name for name, field in fields.items() if not field.help_text and name not in WAGTAILS | FOCAL_POINT] == []


@pytest.mark.parametrize("step", STEPS)
def test_steps_of_the_wizard_are_explained(step: str):
    fields = STEPS[step][1].base_fields.items()
    assert [name for name, field in fields if not field.help_text and not field.widget.is_hidden] == []


def test_a_field_without_help_is_noticed():
    class Bare(blocks.StructBlock):
        name = blocks.CharBlock()
        explained = blocks.CharBlock(help_text="What.")

    stream = blocks.StreamBlock([("bare", Bare()), ("text", blocks.RichTextBlock(help_text="How."))])
    assert list(unexplained_blocks(stream, "body", explained=True)) == ["body.bare.name"]
