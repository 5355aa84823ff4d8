"""The form in which editors write a consultation."""

from django import forms
from django.utils.translation import gettext as _

from events.editing import AskingPageForm
from portal.core.hooks.comments import version_label, versions_to_consult_on

VERSION = "model_version"


class ConsultationPageForm(AskingPageForm):
    """Offers the versions of the model's text that people can be consulted about, and the one that was chosen."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if VERSION not in self.fields:
            return
        known = versions_to_consult_on()
        chosen = self.instance.model_version
        if chosen and chosen not in dict(known):
            known.append((chosen, _("Version %(number)s") % {"number": version_label(chosen)}))
        old = self.fields[VERSION]
        self.fields[VERSION] = forms.ChoiceField(
            label=old.label,
            required=False,
            choices=[("", _("It is not about the model’s text")), *known],
            help_text=old.help_text,
        )
