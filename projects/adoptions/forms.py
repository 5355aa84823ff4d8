"""Forms of adoptions. Labels are visible, errors are sentences, nothing typed is lost."""

import secrets
import unicodedata
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.core.enums import Country
from portal.core.forms.incoming import NameField
from portal.core.forms.places import CountryChoiceField
from portal.core.forms.widgets import Checkboxes, Radios
from portal.core.i18n.languages import active_language
from portal.core.mail.addresses import MailAddressField
from portal.core.models.frame import Frame
from portal.core.web.public_forms import PublicForm
from projects.adoptions.actions import Words
from projects.adoptions.places import place_called, places_like
from projects.adoptions.since import NotUnderstoodError, read_since
from projects.adoptions.subjects import public_case_titles
from projects.enums import AdoptionStage, SizeBand
from projects.models import Adoption
from projects.models.adoptions import MOST_WORDS


class StoryField(forms.CharField):
    """A text of some sentences, in any direction of writing."""

    widget = forms.Textarea(attrs={"rows": 5, "dir": "auto"})

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"required": False, "max_length": MOST_WORDS, **kwargs})  # type: ignore[arg-type]


class AdoptionFields(forms.Form):
    """What somebody says of their municipality; it is shown once it was read."""

    municipality = NameField(
        label=_("Municipality"),
        max_length=120,
        help_text=_("As it is called locally, for example Åfjord or Jyväskylä."),
        error_messages={"required": _("Write which municipality it is.")},
    )
    country = CountryChoiceField(
        label=_("Country"),
        choices=[("", _("Choose a country")), *(c for c in Country.choices if c[0] != Country.NORDIC)],
        error_messages={"required": _("Choose a country.")},
    )
    size_band = forms.ChoiceField(
        label=_("Size of municipality"), required=False, choices=[("", "–"), *SizeBand.choices]
    )
    stage = forms.ChoiceField(
        label=_("How far have you come?"),
        widget=Radios,
        choices=AdoptionStage.choices,
        help_text=_("What was stopped counts too: others learn from it."),
        error_messages={"required": _("Choose how far you have come.")},
    )
    since = forms.CharField(
        label=_("Since when?"),
        max_length=40,
        help_text=_("A year, or a month and a year, for example 2024 or August 2024."),
        error_messages={
            "required": _("Write since when, for example 2024."),
        },
    )
    changed = StoryField(
        label=_("What did you do differently?"),
        help_text=_("What you changed to make it fit."),
        required=False,
        max_length=MOST_WORDS,
    )
    result = StoryField(
        label=_("What came of it?"),
        help_text=_("What is different today, and how you know."),
        required=False,
        max_length=MOST_WORDS,
    )
    did_not_work = StoryField(
        label=_("What did not work?"),
        help_text=_("The most read part. Nobody is to blame."),
        required=False,
        max_length=MOST_WORDS,
    )
    own_case = forms.ChoiceField(
        label=_("Your own case study on this portal"),
        required=False,
        help_text=_("If your municipality tells of this in a case study of its own, choose it here."),
    )
    #: A name that the place list does not know, and whose author was asked about it.
    unknown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=120)

    #: Where the place lies, once it was looked for.
    latitude: float | None = None
    longitude: float | None = None

    def __init__(self, *args: object, case_key: UUID | None = None, **kwargs: object) -> None:
        """A form about a case, which cannot be one's own case too, or about the model."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field: Any = self.fields["own_case"]
        field.choices = [("", "–"), *public_case_titles(active_language(), but=case_key)]

    def clean_since(self) -> tuple[int, int | None]:
        """Year, and month if it is said.

        Raises:
            ValidationError: it is neither, or still to come.
        """
        try:
            return read_since(self.cleaned_data["since"], timezone.localdate())
        except NotUnderstoodError as error:
            text = _("Write a year, or a month and a year that have come, for example 2024 or August 2024.")
            raise forms.ValidationError(text, code="invalid") from error

    def clean(self) -> dict[str, object]:
        """The place is in the list, or its author has said that it is called so."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        name, country = cleaned.get("municipality", ""), cleaned.get("country", "")
        if name and country:
            self._look_for(name, country, cleaned.get("unknown", ""))
        return cleaned

    def _look_for(self, name: str, country: str, unknown: str) -> None:
        if place := place_called(name, country):
            self.latitude, self.longitude = place.latitude, place.longitude
        elif unicodedata.normalize("NFC", unknown) != name:
            self.add_error("municipality", self._question(name, country))
            data = cast("QueryDict", self.data).copy()
            data["unknown"] = name
            self.data = data

    def _question(self, name: str, country: str) -> str:
        text = gettext(
            "The place list does not know “%(name)s” in this country. Check the name and the country. If they are "
            "right, send the form once more."
        ) % {"name": name}
        like = ", ".join(f"{place.name} ({place.country_name})" for place in places_like(name, country))
        return f"{text} {gettext('Similar names: %(names)s.') % {'names': like}}" if like else text

    def words(self) -> Words:
        """What was typed, for the actions."""
        data = self.cleaned_data
        year, month = data["since"]
        return Words(
            municipality=data["municipality"],
            country=data["country"],
            latitude=self.latitude,
            longitude=self.longitude,
            size_band=data["size_band"],
            since_year=year,
            since_month=month,
            stage=data["stage"],
            changed=data["changed"],
            result=data["result"],
            did_not_work=data["did_not_work"],
            own_case_key=UUID(data["own_case"]) if data["own_case"] else None,
        )


class ChangeForm(AdoptionFields):
    """The same, behind the secret link."""

    @classmethod
    def initial_of(cls, adoption: Adoption) -> dict[str, object]:
        """What is kept, as the form shows it."""
        names = ("municipality", "country", "size_band", "stage", "changed", "result", "did_not_work")
        kept: dict[str, object] = {name: getattr(adoption, name) for name in names}
        since = f"{adoption.since_year}-{adoption.since_month:02}" if adoption.since_month else adoption.since_year
        # A place that the list does not know was asked about when it was told.
        own_case = str(adoption.own_case_key or "")
        return {**kept, "since": str(since), "unknown": adoption.municipality, "own_case": own_case}


class UseForm(AdoptionFields, PublicForm):
    """“We use this”, for anybody."""

    signer = signing.TimestampSigner(salt="projects.adoption-form")
    email = MailAddressField(
        label=_("Your email address"),
        help_text=_(
            "Never shown. We send a link there to confirm, and to change or withdraw what you wrote. Once a year we "
            "ask whether it is still so."
        ),
        error_messages={"required": _("Enter your email address."), "invalid": _("Enter a valid email address.")},
    )

    def new_key(self) -> str:
        """A form key of its own for each form that is opened: by it the same form sent twice is known."""
        return self.signer.sign(secrets.token_urlsafe(12))


class LostLinkForm(PublicForm):
    """Asking for the links to what one has told, again."""

    signer = signing.TimestampSigner(salt="projects.adoption-lost-link")
    email = MailAddressField(
        label=_("Your email address"),
        help_text=_("The one that you gave when you told that your municipality uses it."),
        error_messages={"required": _("Enter your email address."), "invalid": _("Enter a valid email address.")},
    )


class UseModelForm(UseForm):
    """“We use the model”: names elements."""

    elements = forms.MultipleChoiceField(
        label=_("Which elements do you use?"),
        widget=Checkboxes,
        error_messages={
            "required": _("Choose at least one element."),
            "invalid_choice": _("Choose among the elements of the list."),
        },
    )
    field_order = ("elements",)

    def __init__(self, data: QueryDict | None = None, *, frame: Frame) -> None:
        super().__init__(data)
        field: Any = self.fields["elements"]
        field.choices = [(entry["key"], entry["title"]) for entry in frame.current_elements]
