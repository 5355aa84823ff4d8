"""Lists that are typed as lines of text: their field, and what readers of such lines share."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

#: Marks before the items of lists that people paste; a dash is one where no line can begin with a negative number.
BULLETS, DASHES = "•·▪◦*", "–—-"
MOST_TEXT = 4000


class LineError(ValueError):
    """A line cannot be taken as it is; the message says which and why."""


class LinesField(forms.CharField):
    """Lines of text that ``read`` takes; its ``LineError`` is the error of the field."""

    def __init__(
        self, read: Callable[[str], object], *, rows: int, label: "_StrPromise", help_text: "_StrPromise"
    ) -> None:
        def check(text: str) -> None:
            try:
                read(text)
            except LineError as error:
                raise forms.ValidationError(str(error)) from error

        super().__init__(
            label=label,
            help_text=help_text,
            required=False,
            max_length=MOST_TEXT,
            widget=forms.Textarea(attrs={"rows": rows}),
            validators=[check],
        )
        self.read = read


def lines_of(text: str, marks: str = BULLETS + DASHES) -> list[str]:
    """The lines that say something, each without the marks before it and with single spaces."""
    lines = (re.sub(rf"^[\s{re.escape(marks)}]+", "", " ".join(line.split())) for line in text.splitlines())
    return [line for line in lines if line]


def not_longer(text: str, most: int) -> None:
    """Let a part of a line pass.

    Raises:
        LineError: it has more than ``most`` characters.
    """
    if len(text) > most:
        said = _("“%(beginning)s …” is too long: use at most %(most)s characters in a line.")
        raise LineError(said % {"beginning": text[:40], "most": most})
