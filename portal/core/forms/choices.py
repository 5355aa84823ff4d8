"""Model choice fields for which a number that no database can hold is an unknown choice, not an error of the server.

Django looks after that for plain keys only, not for those of pages, which are references.
"""

from typing import Any

from django import forms

#: Digits of the largest number that every database holds as a key.
MOST_DIGITS = 18


def is_too_long(key: object) -> bool:
    """Whether ``key``, as a client sent it, is no key of any record."""
    return isinstance(key, str) and len(key) > MOST_DIGITS


def is_key(text: str) -> bool:
    """Whether ``text``, as a client sent it, can be the key of a record."""
    return text.isdecimal() and not is_too_long(text)


class RecordField(forms.ModelChoiceField):
    """One record."""

    def to_python(self, value: Any) -> Any:
        """The chosen record."""
        if is_too_long(value):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class RecordsField(forms.ModelMultipleChoiceField):
    """Several records."""

    def clean(self, value: Any) -> Any:
        """The chosen records."""
        if isinstance(value, list | tuple) and (long := [key for key in value if is_too_long(key)]):
            params = {"value": long[0][:MOST_DIGITS]}
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params=params)
        return super().clean(value)
