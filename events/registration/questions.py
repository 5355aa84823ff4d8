"""Questions of the organiser as editors write them, and how they reach the event core.

A question keeps its identity by the id of its block, which is the same in every language and in every revision.
"""

from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext

from events.enums import Need, QuestionKind


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


def shared_fields(block: Any) -> dict[str, Any]:
    """What a question asks for, the same in every language."""
    if block.block_type == "need":
        return {"kind": QuestionKind.LONG_TEXT, "required": False, "sensitive": True}
    return {name: block.value[name] for name in ("kind", "required", "sensitive")}


def question_key(block: Any) -> UUID:
    """Identity of a question."""
    return UUID(block.id)
