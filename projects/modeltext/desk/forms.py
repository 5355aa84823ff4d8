"""Forms at the desk of the model."""

from collections.abc import Mapping

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.core.i18n.languages import LANGUAGES
from projects.modeltext.enums import LineageKind, Relation, Step
from projects.modeltext.models import Source

#: Characters of a sentence.
MOST_SENTENCE, MOST_NEWS = 300, 1000


class ProposalForm(forms.Form):
    """By how much the number counts up, and what is new, in the languages in which somebody has written it."""

    step = forms.ChoiceField(label=_("What kind of version"), choices=Step.choices, widget=forms.RadioSelect)

    def __init__(self, data: QueryDict | None = None, *, initial: Mapping[str, object] | None = None) -> None:
        super().__init__(data, initial=dict(initial or {}))
        for code, _name in settings.LANGUAGES:
            self.fields[f"news_{code}"] = forms.CharField(
                label=_("What is new and why (%(language)s)") % {"language": LANGUAGES[code].own_name},
                max_length=MOST_NEWS,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "lang": code}),
                help_text=_("Of a correction: what was wrong."),
            )

    def clean(self) -> dict[str, object]:
        """One language is enough; readers of the others see it in that one."""
        cleaned: dict[str, object] = super().clean() or {}
        if not self.news():
            self.add_error(None, _("Say what is new and why, in one language at least."))
        return cleaned

    def news(self) -> dict[str, str]:
        """What is new, by language."""
        said = ((code, self.cleaned_data.get(f"news_{code}", "")) for code, _name in settings.LANGUAGES)
        return {code: text for code, text in said if text}


class RootForm(forms.Form):
    """What was found, how the paragraph relates to it, and why."""

    found = forms.ChoiceField(label=_("What it rests on"), widget=forms.RadioSelect)
    relation = forms.ChoiceField(label=_("Relation"), choices=Relation.choices, initial=Relation.COMES_FROM)
    because = forms.CharField(
        label=_("Why, in one sentence"),
        max_length=MOST_SENTENCE,
        required=False,
        help_text=_("In your own words. Quote nobody here: what somebody withdraws must be gone."),
    )
    language = forms.ChoiceField(
        label=_("Language of the sentence"), choices=[(code, one.own_name) for code, one in LANGUAGES.items()]
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        found: list[tuple[str, str]],
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.fields["found"].choices = found  # type: ignore[attr-defined]


class SourceForm(forms.ModelForm):
    """A source outside of the portal."""

    url = forms.URLField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        help_text=_("The page or file itself, beginning with https://."),
    )
    language = forms.ChoiceField(
        label=_("Language of the title"), choices=[(code, one.own_name) for code, one in LANGUAGES.items()]
    )

    class Meta:
        model = Source
        fields = ("title", "publisher", "url", "year", "language")


class EditorialForm(forms.Form):
    """Why a change needs no root."""

    reason = forms.CharField(label=_("Editorial, because"), max_length=MOST_SENTENCE, required=False)


class SuccessorsForm(forms.Form):
    """What became of a paragraph that the version leaves out."""

    kind = forms.ChoiceField(
        label=_("What became of it"), choices=[("", _("Left out")), *LineageKind.choices], required=False
    )
    successors = forms.MultipleChoiceField(label=_("Which paragraphs"), required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        prefix: str,
        paragraphs: list[tuple[str, str]],
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, prefix=prefix, initial=dict(initial or {}))
        self.fields["successors"].choices = paragraphs  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """Whoever names what became of it names the paragraph."""
        cleaned: dict[str, object] = super().clean() or {}
        if cleaned.get("kind") and not cleaned.get("successors"):
            self.add_error("successors", _("Choose the paragraph in which its content is now found."))
        return cleaned
