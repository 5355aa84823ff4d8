"""Questions of the organiser as editors write them, and how they reach the event core.

A question keeps its identity by the id of its block, which is the same in every language and in every revision.
"""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from events.enums import QuestionKind


class Need(models.TextChoices):
    """Questions that the portal words itself, in every language; all of them are sensitive."""

    ACCESS = "access", _("What do you need to take part? (sign language, captions, step-free access …)")
    FOOD = "food", _("What can you not eat?")


class QuestionBlock(blocks.StructBlock):
    """A question in the organiser's words."""

    label = blocks.CharBlock(max_length=300, label=_("Question"), help_text=_("For example: What do you work with?"))
    help = blocks.CharBlock(
        required=False,
        max_length=300,
        label=_("Hint"),
        help_text=_("What a good answer is, if the question alone does not say so."),
    )
    kind = blocks.ChoiceBlock(
        choices=QuestionKind.choices,
        default=QuestionKind.SHORT_TEXT,
        label=_("Answer"),
        help_text=_("A short text, a long one, or a choice; choices are easiest to answer and to count."),
    )
    options = blocks.ListBlock(
        blocks.CharBlock(max_length=200),
        required=False,
        default=[],
        label=_("Choices"),
        help_text=_("Only for one or any of several."),
    )
    required = blocks.BooleanBlock(
        required=False, label=_("Must be answered"), help_text=_("Only if you cannot plan without the answer.")
    )
    sensitive = blocks.BooleanBlock(
        required=False,
        label=_("Sensitive"),
        help_text=_("Tells about health, faith or the like: deleted soon after the event."),
    )

    class Meta:
        icon = "help"
        label = _("Question")

    def clean(self, value: Any) -> Any:
        """A choice needs something to choose from."""
        cleaned = super().clean(value)
        if cleaned["kind"] in {QuestionKind.ONE_OF, QuestionKind.SOME_OF} and len(cleaned["options"]) < 2:
            errors = {"kind": ValidationError(_("Write at least two choices."))}
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned


class NeedBlock(blocks.StructBlock):
    """A ready-made question about what somebody needs; worded in every language, kept for a short time."""

    need = blocks.ChoiceBlock(
        choices=Need.choices,
        label=_("Need"),
        help_text=_("Worded by the portal in every language; the answers are deleted soon after the event."),
    )

    class Meta:
        icon = "help"
        label = _("Ready-made question about needs")


def wording(block: Any, language: str) -> dict[str, Any]:
    """Label, help and options (id and text, in their order) of a block of the page in ``language``."""
    if block.block_type == "need":
        with translation.override(language):
            hint = gettext("Answer only if you want to. It is deleted soon after the event.")
            return {"label": str(Need(block.value["need"]).label), "help": hint, "options": []}
    options = block.value["options"]
    return {
        "label": block.value["label"],
        "help": block.value["help"],
        "options": [[child.id, child.value] for child in options.bound_blocks],
    }


def facts_of(block: Any) -> dict[str, Any]:
    """What a question asks for, the same in every language."""
    if block.block_type == "need":
        return {"kind": QuestionKind.LONG_TEXT, "required": False, "sensitive": True}
    return {name: block.value[name] for name in ("kind", "required", "sensitive")}


def key_of(block: Any) -> UUID:
    """Identity of a question."""
    return UUID(block.id)
