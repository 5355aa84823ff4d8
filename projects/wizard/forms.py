"""The steps of the case study wizard. Each asks few things, in the order in which people tell a story."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.models import Organisation
from partners.teams.ownership import acts_for_all, organisation_ids
from portal.core.enums import Country
from portal.core.forms.choices import RecordField, RecordsField
from portal.core.forms.numbers import NumberField
from portal.core.forms.places import CountryChoiceField
from portal.editing.wizard.forms import StepForm
from projects.enums import MOST_ELEMENTS
from projects.models import ElementPage


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
    organisation = RecordField(
        label=_("Which organisation keeps the case up to date?"),
        help_text=_("Its team can edit the page afterwards, in every language."),
        queryset=Organisation.objects.all(),
        required=False,
        empty_label=_("The secretariat"),
    )

    def prepare(self) -> None:
        """Members of a team write for their own organisation."""
        if not acts_for_all(self.user):
            field: Any = self.fields["organisation"]
            field.queryset = Organisation.objects.filter(pk__in=organisation_ids(self.user))
            field.required, field.empty_label = True, None


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
        return data


STEPS: dict[str, tuple[Any, type[StepForm]]] = {
    "problem": (_("The problem"), ProblemStep),
    "approach": (_("The approach"), ApproachStep),
    "result": (_("The result"), ResultStep),
    "place": (_("Place and owner"), PlaceStep),
    "elements": (_("Elements and sources"), ElementsStep),
}
