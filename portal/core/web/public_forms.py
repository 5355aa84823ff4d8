"""Spam protection of forms that anybody can send: a honeypot, and a signed time at which the form was opened."""

from typing import Any, cast

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

#: A form may lie open for a day. Seconds.
MOST_SECONDS = 24 * 3600


class PublicForm(forms.Form):
    """A form with a honeypot and a signed key; refuses what a program fills in, and what was sent too fast.

    Nobody is accused, since a browser may fill in everything in a second: such a form is shown again as it was typed.
    """

    #: Signs the keys of this form; each form has a salt of its own.
    signer: signing.TimestampSigner
    #: Nobody fills in a form in fewer seconds; 0 where a click is all that it takes.
    least_seconds = 3
    #: Name of the honeypot. Programs fill in every field they find; people do not see it, its label tells those who do.
    honeypot = "leave_empty"
    too_old: Any = _("The form lay open for too long. Send it again, nothing is lost.")
    too_fast: Any = _("Please look over what you wrote, and send it once more.")

    #: Parts of a long form: heading and names of fields, in order. A short form has none.
    groups: tuple[tuple[Any, tuple[str, ...]], ...] = ()

    leave_empty: forms.CharField | None = forms.CharField(required=False, label=_("Leave this field empty"))
    form_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["form_key"].initial = self.new_key

    @property
    def parts(self) -> list[tuple[object, list[forms.BoundField]]]:
        """Visible fields by part: heading and fields. What is in no part, such as the trap, comes last."""
        named = {name for _heading, names in self.groups for name in names}
        parts: list[tuple[object, list[forms.BoundField]]] = [
            (heading, [self[name] for name in names if name in self.fields]) for heading, names in self.groups
        ]
        return [*parts, ("", [field for field in self.visible_fields() if field.name not in named])]

    def new_key(self) -> str:
        """A form key of now: the signed time of opening."""
        return self.signer.sign("form")

    def is_honeypot_filled(self) -> bool:
        """Whether a program filled in the field that is to stay empty."""
        return bool(self.data.get(self.honeypot))

    def clean(self) -> dict[str, object]:
        """The form was opened here, a while ago, but not yesterday."""
        cleaned = super().clean() or self.cleaned_data
        if not self._is_opened_within(MOST_SECONDS):
            self.replace_key()
            raise forms.ValidationError(self.too_old, code="old")
        # Who has something to mend is slow.
        if self.least_seconds and not self.errors and self._is_opened_within(self.least_seconds):
            raise forms.ValidationError(self.too_fast, code="fast")
        return cleaned

    def _is_opened_within(self, seconds: int) -> bool:
        return self.is_key(self.data.get("form_key", ""), seconds)

    @classmethod
    def is_key(cls, key: str, seconds: int = MOST_SECONDS) -> bool:
        """Whether a form with this key was opened here, at most so many seconds ago."""
        try:
            cls.signer.unsign(key, max_age=seconds)
        except signing.BadSignature:
            return False
        return True

    def replace_key(self) -> None:
        """Give the form a key of now, so that it can be sent again; everything else stays as typed."""
        data = cast("QueryDict", self.data).copy()
        data["form_key"] = self.new_key()
        self.data = data
