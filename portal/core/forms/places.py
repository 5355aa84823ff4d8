"""Form fields for countries and time zones: lists that also take a name, in any language of the portal."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.forms.countries import known_zones, read_country, read_zone, zone_choices
from portal.core.forms.widgets import KeepingSelect

#: What an unknown country or city is answered; the value stays in the field.
NO_COUNTRY = _("“%(value)s” is no country of the list. Choose one there.")
NO_ZONE = _("“%(value)s” is no city of the list. Choose one there whose clock is the same.")


class CountryChoiceField(forms.TypedChoiceField):
    """A list of countries."""

    widget = KeepingSelect

    def __init__(self, **kwargs: Any) -> None:
        messages = {"invalid_choice": NO_COUNTRY, **(kwargs.pop("error_messages", None) or {})}
        super().__init__(error_messages=messages, **kwargs)

    def to_python(self, value: Any) -> str:
        """The code of what was chosen or named."""
        text: str = super().to_python(value)
        return text if not text or self.valid_value(text) else read_country(text) or text


class CountryField(models.CharField):
    """The code of a country (ISO 3166-1 alpha-2) or of the region; names are understood wherever it is cleaned."""

    default_error_messages = {"invalid_choice": NO_COUNTRY}

    def to_python(self, value: Any) -> Any:
        """The code."""
        text = super().to_python(value)
        return text if not text or text in dict(self.flatchoices) else read_country(text) or text

    def formfield(self, **kwargs: Any) -> Any:
        """The list, its names in the language of whoever sees the form."""
        field: Any = super().formfield(**{"choices_form_class": CountryChoiceField, **kwargs})
        if names := getattr(self.choices, "func", None):
            # Evaluated whenever the list is shown, not once when the form is made.
            field.choices = lambda: [("", "–"), *names()]
        return field


class ZoneChoiceField(forms.TypedChoiceField):
    """A list of cities whose clock is meant."""

    widget = KeepingSelect

    def __init__(self, *, max_length: int | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"invalid_choice": NO_ZONE})
        super().__init__(**kwargs)
        self.choices = lambda: [("", _("As in the country")), *zone_choices()]

    def to_python(self, value: Any) -> str:
        """The zone of what was chosen or named."""
        text: str = super().to_python(value)
        return text if not text or self.valid_value(text) else read_zone(text) or text

    def valid_value(self, value: object) -> bool:
        """Zones that are older names of others stay."""
        return super().valid_value(value) or ("/" in str(value) and value in known_zones())


class ZoneField(models.CharField):
    """A time zone of the IANA list; names of cities are understood wherever it is cleaned."""

    def to_python(self, value: Any) -> Any:
        """The zone."""
        text = super().to_python(value)
        return text if not text or text in known_zones() else read_zone(text) or text

    def formfield(self, **kwargs: Any) -> Any:
        """The list of cities."""
        return super().formfield(**{"form_class": ZoneChoiceField, **kwargs})
