"""Stored answers as people read them."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from portal.core.forms.dates.words import CLOCK, DAY, understand


@dataclass(frozen=True)
class Answer:
    """A question and what was answered to it."""

    label: str
    text: str


def shown_answer(form: forms.Form, name: str, value: object) -> Answer:
    """What is stored for the field ``name`` of ``form``: choices by their labels, days in words."""
    field = form.fields[name]
    return Answer(str(field.label or name), _as_text(field, value))


def _as_text(field: forms.Field, value: object) -> str:
    if value in (None, "", []):
        return _("(nothing)")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if choices := getattr(field, "choices", None):
        labels = {str(key): str(label) for key, label in choices}
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(str(one), str(one)) for one in chosen)
    if isinstance(field, forms.DateField | forms.TimeField):
        return understand(str(value), DAY if isinstance(field, forms.DateField) else CLOCK)[0] or str(value)
    return str(value)
