"""The steps of the case study wizard. Each asks few things, in the order in which people tell a story."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.teams.forms import OwnerField
from portal.core.enums import Country
from portal.core.forms.choices import RecordField, RecordsField
from portal.core.forms.numbers import NumberField
from portal.core.forms.places import CountryChoiceField
from portal.core.mail.addresses import MailAddressField
from portal.core.models import PortalImage
from portal.editing.wizard.forms import StepForm
from portal.editing.wizard.lines import LinesField
from projects.enums import MOST_ELEMENTS, Stage
from projects.models import CaseStudyPage, ElementPage
from projects.wizard.figures import read_figures
from projects.wizard.photos import PhotoChooser, photos_for


def _area(label: Any, help_text: Any, *, required: bool = True, rows: int = 8) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, max_length=4000, required=required, widget=widget)


class ProblemStep(StepForm):
    """What it was about."""

    title = forms.CharField(
        label=_("What is the project called?"),
        max_length=200,
        help_text=_("The name, and what it is: “Smarta Kartan: a map of what can be shared”."),
    )
    challenge = _area(_("What was the problem?"), _("And for whom? 60 to 120 words."))
    #: Translation key of the case that it grew out of.
    origin = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)


class ApproachStep(StepForm):
    """What was done."""

    approach = _area(_("What did you do?"), _("Who did what, in which order? 60 to 120 words."))
    origin_changed = forms.CharField(
        label=_("What did you do differently than the case that you used?"),
        help_text=_("What you did differently, and why, in one or two sentences."),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def prepare(self) -> None:
        """Asked only of a case that grew out of another one."""
        if not self.said.get("origin"):
            del self.fields["origin_changed"]


class ResultStep(StepForm):
    """What came of it."""

    result = _area(_("What changed?"), _("And how do you know? 60 to 120 words."))
    lessons = _area(
        _("What did not work?"), _("What you would do differently. The most read part of a case."), required=False
    )
    summary = _area(
        _("All of it in one or two sentences"), _("Shown in lists, in search and when the page is shared."), rows=3
    )

    def clean_summary(self) -> str:
        """As long as a summary may be."""
        summary = str(self.cleaned_data["summary"])
        if len(summary) > 400:
            raise forms.ValidationError(_("Use at most 400 characters."))
        return summary


class PlaceStep(StepForm):
    """Where and when, and whose case it is."""

    country = CountryChoiceField(
        label=_("Country"),
        choices=Country,
        help_text=_("Where it happens. The Nordic region, if it belongs to several countries."),
    )
    municipality = forms.CharField(
        label=_("Municipality"),
        max_length=120,
        required=False,
        help_text=_("As it is called locally, for example Tromsø. Empty for a project of a whole country."),
    )
    latitude = NumberField(
        label=_("Latitude"),
        required=False,
        min_value=50,
        max_value=85,
        help_text=_("In degrees north, for example 55.68. Filled in when you find the place or click on the map."),
    )
    longitude = NumberField(
        label=_("Longitude"),
        required=False,
        min_value=-75,
        max_value=35,
        help_text=_("In degrees east, for example 12.57; negative in Iceland, the Faroe Islands and Greenland."),
    )
    start_year = forms.IntegerField(
        label=_("Started in"),
        required=False,
        min_value=1900,
        max_value=2100,
        help_text=_("The year in which work began, for example 2019."),
    )
    website = forms.URLField(
        max_length=200,
        label=_("Website"),
        required=False,
        assume_scheme="https",
        help_text=_("The page about the project itself, not the front page of the municipality."),
    )
    organisation = OwnerField(_("Which organisation keeps the case up to date?"))

    def prepare(self) -> None:
        """Members of a team write for their own organisation."""
        owner: Any = self.fields["organisation"]
        owner.narrow_to(self.user)


class ElementsStep(StepForm):
    """Which elements it demonstrates, and where the figures come from."""

    elements = RecordsField(
        label=_("Which elements of the model does it demonstrate?"),
        queryset=ElementPage.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One to three."),
    )
    first = RecordField(
        label=_("Which of them comes first?"),
        queryset=ElementPage.objects.none(),
        required=False,
        empty_label=_("The topmost"),
        help_text=_("It gives the page its colour."),
    )
    figures = LinesField(
        read_figures,
        rows=3,
        label=_("Which numbers say most?"),
        help_text=_(
            "One line for each, at most four, the number first: “1,200 bicycles lent in Tromsø in 2023”. Only numbers "
            "that stand in the source below."
        ),
    )
    source_publisher = forms.CharField(
        label=_("Where can readers check this? Publisher"),
        max_length=160,
        required=False,
        help_text=_("Who published the report, article or statistics, for example Statistics Norway."),
    )
    source_url = forms.URLField(
        max_length=2000,
        label=_("Address of the source"),
        required=False,
        assume_scheme="https",
        help_text=_("The page or file in which the figures stand."),
    )

    def prepare(self) -> None:
        """The elements in force, in the language of the case."""
        found = ElementPage.objects.filter(locale__language_code=self.language, live=True, retired_in=None)
        for name in ("elements", "first"):
            field: Any = self.fields[name]
            field.queryset = found.order_by("number")

    def clean(self) -> dict[str, object]:
        """At most three elements, the first among them; a source has a publisher and an address."""
        data = super().clean() or {}
        chosen = data.get("elements")
        if chosen is not None and len(chosen) > MOST_ELEMENTS:
            self.add_error("elements", _("Choose at most three elements: those that the project shows best."))
        if chosen is not None and data.get("first") and data["first"] not in chosen:
            self.add_error("first", _("Choose one of those that you have ticked above."))
        if bool(data.get("source_url")) != bool(data.get("source_publisher")):
            self.add_error("source_url", _("Give both the publisher and the address, or neither."))
        elif data.get("figures") and not data.get("source_url") and "source_url" not in self.errors:
            self.add_error("source_url", _("Say where the numbers can be checked: publisher and address."))
        return data


class UseStep(StepForm):
    """What makes a case easy to find and to use: a photo, how far it is, what it cost, whom to ask."""

    photo = RecordField(
        label=_("Photo"),
        queryset=PortalImage.objects.none(),
        required=False,
        widget=PhotoChooser(show_edit_link=False),
        help_text=_("Without a photo, a cover is drawn from the place, the elements and what it is about."),
    )
    photo_alt = forms.CharField(
        label=_("What does the photo show?"),
        required=False,
        max_length=CaseStudyPage._meta.get_field("photo_alt").max_length,
        help_text=_("In one sentence, for people who cannot see it."),
    )
    stage = forms.ChoiceField(
        label=_("How far is it today?"),
        required=False,
        choices=[("", _("Not said")), *Stage.choices],
        help_text=_("Also say so if it was stopped: others learn from that."),
    )
    cost = forms.CharField(
        label=_("What did it cost?"),
        required=False,
        max_length=CaseStudyPage._meta.get_field("cost").max_length,
        help_text=_("For example: 2 million NOK over three years, half of it a grant."),
    )
    contact_name = forms.CharField(
        label=_("Who can be asked?"),
        required=False,
        max_length=CaseStudyPage._meta.get_field("contact_name").max_length,
        help_text=_("Somebody who can answer in two weeks, and has agreed to be asked."),
    )
    contact_email = MailAddressField(
        label=_("Email address of this person"),
        required=False,
        help_text=_("Never shown: visitors reach the person through a form."),
    )

    def prepare(self) -> None:
        """The photos that the author may use."""
        field: Any = self.fields["photo"]
        field.queryset = field.widget.photos = photos_for(self.user)

    def clean(self) -> dict[str, object]:
        """A photo has words for those who cannot see it; a person who can be asked has a name and an address."""
        data = super().clean() or {}
        if data.get("photo") and not data.get("photo_alt") and "photo_alt" not in self.errors:
            self.add_error("photo_alt", _("Describe the photo for people who cannot see it."))
        if data.get("contact_name") and not data.get("contact_email") and "contact_email" not in self.errors:
            self.add_error("contact_email", _("Questions are sent to an address: write it, or leave out the name."))
        return data


STEPS: dict[str, tuple[Any, type[StepForm]]] = {
    "problem": (_("The problem"), ProblemStep),
    "approach": (_("The approach"), ApproachStep),
    "result": (_("The result"), ResultStep),
    "place": (_("Place and owner"), PlaceStep),
    "elements": (_("Elements and sources"), ElementsStep),
    "use": (_("Photo and contact"), UseStep),
}
