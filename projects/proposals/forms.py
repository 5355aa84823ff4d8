"""Forms for visitors: telling about a project, and asking the person behind a case."""

from typing import Any

from django import forms
from django.core import signing
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from partners.models import PartnerPage
from portal.core.enums import Country
from portal.core.forms.choices import RecordField, RecordsField
from portal.core.forms.incoming import NameField
from portal.core.forms.places import CountryChoiceField
from portal.core.mail.addresses import MailAddressField
from portal.core.queries import listed
from portal.core.web.public_forms import MOST_SECONDS, PublicForm
from projects.drafting import public_origin
from projects.enums import MOST_ELEMENTS
from projects.models import ElementPage
from projects.proposals.photos import PhotoField, as_kept


class VisitorForm(PublicForm):
    """A form about projects that anybody can send."""

    signer = signing.TimestampSigner(salt="projects.public-form")


def _area(label: Any, help_text: Any, missing: Any = None, most: int = 3000) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=missing is not None,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": missing} if missing else None,
    )


def _email(help_text: object) -> MailAddressField:
    return MailAddressField(
        label=_("Your email address"),
        help_text=help_text,
        error_messages={"required": _("Enter your email address."), "invalid": _("Enter a valid email address.")},
    )


class ProposalForm(VisitorForm):
    """The least that a case study needs, and who can be asked."""

    groups = (
        (_("The project"), ("title", "summary", "country", "municipality", "website", "origin_changed")),
        (_("What changed, and what did not"), ("challenge", "approach", "result", "lessons", "elements")),
        (_("A photo"), ("photo", "photo_credit")),
        (_("Who can be asked"), ("partner", "contact_name", "contact_email")),
    )
    title = forms.CharField(
        label=_("What is the project called?"),
        max_length=200,
        error_messages={"required": _("Write what the project is called.")},
    )
    summary = _area(
        _("The project in one or two sentences"),
        _("What was done, where, and what came of it."),
        _("Tell in a sentence or two what was done."),
        400,
    )
    challenge = _area(
        _("What was the problem?"), _("And for whom? In your own words."), _("Write what the problem was.")
    )
    approach = _area(_("What did you do?"), _("Who did what, in which order?"), _("Write what you did."))
    result = _area(
        _("What changed?"), _("And how do you know?"), _("Write what changed, also if nothing has changed yet.")
    )
    lessons = _area(_("What did not work?"), _("What others should do differently, or know before they begin."))
    elements = RecordsField(
        label=_("Which elements of the model does it demonstrate?"),
        queryset=ElementPage.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("One to three, or none if you are not sure."),
    )
    photo: Any = PhotoField(
        label=_("Photo"),
        required=False,
        help_text=_(
            "JPEG, PNG, WebP, AVIF or HEIC, at most 10 MB. Only editors see it until they use it; where and with what "
            "it was taken is not kept. Nobody should be recognised who was not asked."
        ),
    )
    photo_credit = NameField(
        label=_("Who made the photo?"),
        max_length=160,
        required=False,
        help_text=_("Stands beside it, for example “Photo: City of Espoo”. They must agree that it is published."),
    )
    origin = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    origin_changed = forms.CharField(
        label=_("What did you do differently than the case that you used?"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    country = CountryChoiceField(
        label=_("Country"),
        # Nothing is chosen beforehand: the first country of a list would be right for few and noticed by fewer.
        choices=[("", _("Choose a country")), *Country.choices],
        error_messages={"required": _("Choose a country.")},
    )
    municipality = forms.CharField(label=_("Municipality"), max_length=120, required=False)
    website = forms.URLField(
        max_length=200,
        label=_("Website of the project"),
        required=False,
        assume_scheme="https",
        error_messages={
            "invalid": _("Write the address of a website, for example project.example, or leave it empty.")
        },
    )
    partner: Any = RecordField(
        label=_("Which of our partners should read it?"),
        queryset=PartnerPage.objects.none(),
        required=False,
        empty_label=_("The secretariat"),
        help_text=_("The partner that you work with, if there is one."),
    )
    contact_name = NameField(label=_("Your name"), max_length=120, error_messages={"required": _("Enter your name.")})
    contact_email = _email(_("We send a link there. Nobody reads your text before you have opened it and confirmed."))

    def __init__(self, *args: object, language: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["partner"].queryset = listed(PartnerPage.objects.all(), language).order_by("title")
        self.origin_case = public_origin(self["origin"].value(), language)
        if self.origin_case is None:
            del self.fields["origin"], self.fields["origin_changed"]
        fields["elements"].queryset = ElementPage.objects.filter(
            locale__language_code=language, live=True, retired_in=None
        ).order_by("number")

    def clean_photo(self) -> File | None:
        """The photo as it is kept. None is decoded of a form that is refused as never opened here, or too long ago."""
        photo: File | None = self.cleaned_data["photo"]
        return as_kept(photo) if photo and self._is_opened_within(MOST_SECONDS) else photo

    def clean(self) -> dict[str, object]:
        """At most three elements; a photo has a maker. If anything is to be mended, the photo has to come again."""
        chosen = self.cleaned_data.get("elements")
        if chosen is not None and len(chosen) > MOST_ELEMENTS:
            self.add_error("elements", _("Choose at most three elements: those that the project shows best."))
        photo = self.cleaned_data.get("photo")
        if photo and not self.cleaned_data.get("photo_credit"):
            self.add_error("photo_credit", _("Write who made the photo."))
        try:
            cleaned = super().clean()
        except forms.ValidationError:
            self.ask_again_for_photo()
            raise
        if self.errors:
            self.ask_again_for_photo()
        return cleaned

    def ask_again_for_photo(self) -> None:
        """If there was one: what was typed comes back with the form, a file does not."""
        if self.files.get("photo") and "photo" not in self.errors:
            self.add_error("photo", _("Choose the photo once more: browsers do not keep it."))


class ContactForm(VisitorForm):
    """A question to the person behind a case."""

    name = NameField(label=_("Your name"), max_length=120, error_messages={"required": _("Enter your name.")})
    email = _email(_("The answer goes there."))
    message = _area(_("Your question"), "", _("Write your question."), 4000)
