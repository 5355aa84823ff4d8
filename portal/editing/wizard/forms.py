"""The form of one step."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any, ClassVar

from django import forms
from django.db.models import Model, QuerySet
from django.forms.boundfield import BoundField

from portal.core.users.models import User

#: Answers by the names of their fields, as JSON holds them.
Said = Mapping[str, Any]


class StepForm(forms.Form):
    """A step knows who writes, in which language, and what was said before."""

    #: Fields with good defaults: folded away below the others, under ``fold_label``.
    folded: ClassVar[tuple[str, ...]] = ()
    fold_label: ClassVar[Any] = ""

    def __init__(self, *args: Any, user: User, language: str, said: Said, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.language, self.said = user, language, said
        self.prepare()
        for field in self.fields.values():
            # A text that the browser kept comes back with the mark of what stood there when it was typed.
            field.widget.attrs.setdefault("data-draft-with", SEEN)

    def prepare(self) -> None:
        """Choices that depend on who writes and what."""

    @property
    def asked_fields(self) -> list[BoundField]:
        """What everybody is asked."""
        return [field for field in self.visible_fields() if field.name not in self.folded]

    @property
    def folded_fields(self) -> list[BoundField]:
        """What most leave as it is."""
        return [field for field in self.visible_fields() if field.name in self.folded]

    @property
    def is_unfolded(self) -> bool:
        """Whether something below the fold is wrong, or is not as it would be by itself."""
        return any(field.errors or (field.value() or "") != (field.field.initial or "") for field in self.folded_fields)


#: Name of the hidden field with the mark of the answers that a form was shown with.
SEEN = "seen"


def storable(value: object) -> object:
    """What JSON can hold: keys instead of objects, days and times as ISO 8601."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, QuerySet):
        return [item.pk for item in value]
    if isinstance(value, date | time):
        return value.isoformat()
    return value
