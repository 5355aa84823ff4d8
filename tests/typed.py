"""Types into forms what people type: texts of the Nordic alphabets, and what they paste."""

import json
import unicodedata
from typing import Any
from uuid import uuid4

from django import forms
from wagtail import blocks
from wagtail.fields import StreamField

from portal.editing.wizard.lines import LinesField
from projects.wizard.figures import read_figures

_NORDIC = "Ærøskøbing åben Þórshöfn ðagur työpaja Äänekoski Čáhcesuolu"
TEXTS = (
    _NORDIC,
    unicodedata.normalize("NFD", _NORDIC),
    "værksteds\u00addag på ko\u200bmmunen\u2060",
    "שלום עולם مرحبا \u202eevil\u202c \u200fabc",
    "👩‍🚲🏳️‍🌈 日本 🇮🇸",
    "“Smart” – don’t\u00a0… \u2022\tpunkt\r\n\x0b\u2028næste \uf0b7 Word",
    "a\u030afrA\u030a macOS\u2029\ufeff",
    "<script>alert('å')</script> & {{ 7*7 }} %s %(x)s \\u0000",
    "  \x01\x1b[31m\x7f\ud83c\udf0d ".encode("utf-16", "surrogatepass").decode("utf-16"),
    "=1+1 @cmd +47 -1",
)
#: Longer than every limit of our own fields; some hold more than they should.
MUCH = 5000


def is_typed(field: forms.Field) -> bool:
    """Whether people type free text into the field."""
    return isinstance(field, forms.CharField) and not isinstance(field, forms.JSONField | forms.SlugField)


def text_for(field: forms.Field, number: int) -> str:
    """A text that may be typed into ``field``: another one for each number, within the limit."""
    text = TEXTS[number % len(TEXTS)]
    if isinstance(field, forms.EmailField):
        return f"prove{number}＠blåbær{number}.example\u200b"
    if isinstance(field, forms.URLField):
        return f" https://blåbær.example/ærø?{number}"
    if isinstance(field, LinesField) and field.read is read_figures:
        return f"{number + 1} {' '.join(text.split())}"
    most = getattr(field, "max_length", None) or 10_000
    return text if len(text) <= most else f"å{number}"[:most]


def long_for(field: forms.Field, number: int) -> str:
    """A text beyond the limit of ``field``; none that could be a limit is kept where it has none."""
    filler = "å" * ((getattr(field, "max_length", None) or MUCH) + 1)
    if isinstance(field, forms.EmailField):
        return f"{'a' * 300}@blåbær.example"
    if isinstance(field, forms.URLField):
        return f"https://example.org/{'a' * (getattr(field, 'max_length', None) or 300)}"
    return f"{TEXTS[number % len(TEXTS)]}{filler}"


def as_rich_text(text: str) -> str:
    """What the editor for rich text sends for one paragraph."""
    block = {"key": "a", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [block], "entityMap": {}})


def stream_data(field: StreamField, number: int) -> dict[str, str]:
    """One block of every kind that ``field`` takes, as a browser sends them."""
    kinds = [(name, block) for name, block in field.stream_block.child_blocks.items()]
    sent = {f"{field.name}-count": str(len(kinds))}
    for place, (name, block) in enumerate(kinds):
        one = f"{field.name}-{place}"
        sent |= {f"{one}-deleted": "", f"{one}-order": str(place), f"{one}-type": name, f"{one}-id": str(uuid4())}
        sent |= _block_data(f"{one}-value", block, number + place)
    return sent


def _block_data(prefix: str, block: Any, number: int) -> dict[str, str]:
    if isinstance(block, blocks.StructBlock):
        parts = [_block_data(f"{prefix}-{name}", child, number) for name, child in block.child_blocks.items()]
        return {name: text for part in parts for name, text in part.items()}
    if isinstance(block, blocks.ListBlock):
        one = f"{prefix}-0"
        sent = {f"{prefix}-count": "1", f"{one}-deleted": "", f"{one}-order": "0", f"{one}-id": ""}
        return sent | _block_data(f"{one}-value", block.child_block, number)
    return {prefix: _value_for(block, number)}


def _value_for(block: Any, number: int) -> str:
    if isinstance(block, blocks.RichTextBlock):
        return as_rich_text(TEXTS[number % len(TEXTS)])
    if isinstance(block, blocks.PageChooserBlock):
        return str(block.target_model.objects.values_list("pk", flat=True).first()) if block.required else ""
    if isinstance(block, blocks.ChoiceBlock | blocks.MultipleChoiceBlock):
        return str(next((value for value, _label in block.field.choices if isinstance(value, str) and value), ""))
    return text_for(block.field, number) if isinstance(block, blocks.FieldBlock) and is_typed(block.field) else ""
