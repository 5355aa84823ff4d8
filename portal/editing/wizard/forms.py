"""The form of one step."""

from datetime import date, time
from typing import Any

from django import forms
from django.db.models import Model, QuerySet

from portal.core.users.models import User


class StepForm(forms.Form):
    """A step knows who writes, in which language, and what was said before."""

    def __init__(self, *args: Any, user: User, language: str, said: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.language, self.said = user, language, said
        self.prepare()
        for field in self.fields.values():
            # A text that the browser kept comes back with the mark of what stood there when it was typed.
            field.widget.attrs.setdefault("data-draft-with", SEEN)

    def prepare(self) -> None:
        """Choices that depend on who writes and what."""


#: Name of the hidden field with the mark of the answers that a form was shown with.
SEEN = "seen"


def storable(value: Any) -> Any:
    """What JSON can hold: keys instead of objects, days and times as ISO 8601."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, QuerySet):
        return [item.pk for item in value]
    if isinstance(value, date | time):
        return value.isoformat()
    return value
