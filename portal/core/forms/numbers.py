"""Localised number fields: a decimal comma, a real minus sign, or the sign of a degree are understood."""

import re
from typing import Any

from django import forms

from portal.core.i18n.text import comparable

#: A point of the compass behind a number; west and south are negative. Nordic languages write V and Ö, Ø or A for them.
_COMPASS = re.compile(r"\s*°?\s*(?P<towards>[NSEWVÖØA])?\.?$", re.IGNORECASE)


class NumberField(forms.FloatField):
    """A decimal number; a plain text field, since browsers drop what their own number fields do not understand."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """The number that was typed."""
        if not isinstance(value, str):
            return super().to_python(value)
        text = re.sub(r"[\u2010-\u2015\u2212]", "-", comparable(value).text).strip()
        found = _COMPASS.search(text)
        number = text[: found.start()].replace(",", ".") if found else text
        west = bool(found and found["towards"] and found["towards"].upper() in "SWV")
        typed = super().to_python(number)
        return -abs(typed) if west and typed is not None else typed
