"""Patches of Django's date and time fields, so that every form understands what people type.

Django, Wagtail (go-live, blocks) and django-filter (reports) make ``forms.DateField`` and its siblings in many places
and offer no setting for how they read: a list of formats knows neither months by name nor languages, and reads
``03/04/2027`` as in America where the admin is English. So the reading of these three classes is replaced. Delete this
module when Django reads dates by a function that can be set.
"""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone

from portal.core.forms.dates.reading import NotUnderstoodError
from portal.core.forms.dates.words import CLOCK, DAY, MOMENT, READERS, refusal


def apply_patches() -> None:
    """Have every form of Django read dates here; called when the app is ready."""
    forms.DateField.to_python = to_day  # type: ignore[method-assign,assignment]
    forms.TimeField.to_python = to_clock  # type: ignore[method-assign,assignment]
    forms.DateTimeField.to_python = to_moment  # type: ignore[method-assign,assignment]


def to_day(field: forms.DateField, value: object) -> date | None:
    """The day that was typed.

    Raises:
        ValidationError: it is not understood.
    """
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else _read(field, value, DAY)


def to_clock(field: forms.TimeField, value: object) -> time | None:
    """The time of day that was typed.

    Raises:
        ValidationError: it is not understood.
    """
    return value if isinstance(value, time) else _read(field, value, CLOCK)


def to_moment(field: forms.DateTimeField, value: Any) -> datetime | None:
    """The day and time that were typed, on the clock of the account.

    Raises:
        ValidationError: it is not understood, or the clock does not show it on that day.
    """
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time.min)
    if not isinstance(value, datetime):
        value = _read(field, value, MOMENT)
    return from_current_timezone(value)


def _read(field: forms.Field, value: Any, kind: str) -> Any:
    text = str(value).strip() if value not in field.empty_values else ""
    if not text:
        return None
    try:
        return READERS[kind](text)
    except NotUnderstoodError as error:
        raise ValidationError(refusal(text, kind, error), code="invalid") from error
