"""Forms about translations for others: what is asked for, and which languages a team serves."""

from datetime import date

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from partners.models import ServedLanguage, Team, TranslationRequest
from portal.core.i18n.locales import language_name


class TranslationRequestForm(forms.ModelForm):
    """What is said with a request for a translation: a day by which it is wished for, and a note; both may be empty."""

    class Meta:
        model = TranslationRequest
        fields = ("wished_for", "note")
        widgets = {"wished_for": AdminDateInput, "note": forms.Textarea(attrs={"rows": 3})}

    def clean_wished_for(self) -> date | None:
        """From today on."""
        day: date | None = self.cleaned_data["wished_for"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("That day is over. Choose one from today on, or leave it empty."))
        return day


def languages() -> list[tuple[str, str]]:
    """All languages of the portal, named for the reader."""
    return [(code, language_name(code)) for code, _name in settings.LANGUAGES]


class ServedLanguagesForm(forms.Form):
    """The languages into which a team translates for others, and those in which it reads what others translated."""

    served = forms.MultipleChoiceField(
        label=gettext_lazy("Translates for others into"),
        choices=languages,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Members see what the owners of pages ask for, and may translate what they take."),
    )
    reviews = forms.MultipleChoiceField(
        label=gettext_lazy("Reviews translations into"),
        choices=languages,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Members approve and publish what others were asked to translate; without such a team the secretariat does."
        ),
    )

    def __init__(self, data: QueryDict | None = None, *, team: Team) -> None:
        rows = dict(team.served_languages.values_list("language", "reviews"))
        initial = {"served": list(rows), "reviews": [code for code, reviews in rows.items() if reviews]}
        super().__init__(data, initial=initial)
        self.team = team

    def clean(self) -> dict[str, list[str]]:
        """Whoever reviews a language serves it."""
        chosen: dict[str, list[str]] = super().clean() or {}
        if set(chosen.get("reviews", ())) - set(chosen.get("served", ())):
            self.add_error("reviews", _("Reviewers of a language also serve it: tick it in both lists."))
        return chosen

    @transaction.atomic
    def save(self) -> None:
        """Keep what was chosen, and nothing else."""
        served, reviews = (self.cleaned_data[name] for name in ("served", "reviews"))
        self.team.served_languages.exclude(language__in=served).delete()
        for code in served:
            ServedLanguage.objects.update_or_create(
                team=self.team, language=code, defaults={"reviews": code in reviews}
            )
