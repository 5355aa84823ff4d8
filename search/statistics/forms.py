"""Forms of the search's admin pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.i18n.languages import LANGUAGES
from projects.models import GlossaryConcept


class SynonymForm(forms.Form):
    """A word that people search for, and what they mean."""

    word = forms.CharField(label=_("Word"), max_length=120, help_text=_("As people write it."))
    language = forms.ChoiceField(
        label=_("Language"), choices=[(code, language.own_name) for code, language in LANGUAGES.items()]
    )
    concept = forms.ModelChoiceField(
        label=_("Glossary term"),
        queryset=GlossaryConcept.objects.all(),
        help_text=_("Everything that names this term, in any language, is then found with the word."),
    )

    def clean_word(self) -> str:
        """One line without blanks around it."""
        return " ".join(self.cleaned_data["word"].split())

    def clean(self) -> dict[str, object]:
        """A word of punctuation alone would name nothing."""
        cleaned = super().clean() or {}
        if not any(letter.isalnum() for letter in cleaned.get("word", "x")):
            self.add_error("word", _("Write a word with letters or figures."))
        return cleaned
