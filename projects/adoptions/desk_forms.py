"""Forms of the desk of adoptions."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.core.enums import Country
from portal.core.i18n.text import search_key
from projects.enums import AdoptionRefusal, AdoptionStage, AdoptionState
from projects.models import Adoption


class FilterForm(forms.Form):
    """Which adoptions the list shows; what nobody understands shows all."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), *AdoptionState.choices],
        help_text=_("At first those that wait."),
    )
    stage = forms.ChoiceField(label=_("Stage"), required=False, choices=[("", _("All")), *AdoptionStage.choices])
    country = forms.ChoiceField(label=_("Country"), required=False, choices=[("", _("All")), *Country.choices])
    place = forms.CharField(label=_("Municipality"), required=False, max_length=120)

    def __init__(self, data: dict[str, str]) -> None:
        super().__init__(data or {"state": AdoptionState.PENDING})
        self.label_suffix = ""

    def filtered(self, adoptions: QuerySet[Adoption]) -> QuerySet[Adoption]:
        """Those that fit. Names are compared without accents and capitals."""
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value and name != "place"}
        found = adoptions.filter(**chosen)
        if key := search_key(self.cleaned_data.get("place", "")):
            names = found.order_by().values_list("municipality", flat=True).distinct()
            found = found.filter(municipality__in=[name for name in names if key in search_key(name)])
        return found


class RefuseForm(forms.Form):
    """Why an adoption is not shown."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", _("Choose a reason")), *AdoptionRefusal.choices],
        help_text=_("Its author reads it."),
        error_messages={"required": _("Choose a reason of the list.")},
    )
    text = forms.CharField(
        label=_("A sentence to its author"),
        required=False,
        max_length=400,
        help_text=_("What could be changed. Nobody else reads it."),
    )
