"""Forms of the registration desk."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from events.enums import LIVE_STATES, PoolKind, RegistrationState
from events.models import Event, SeatPool
from events.registration.forms import AnswersForm
from portal.core.mail.addresses import MailAddressField


class FilterForm(forms.Form):
    """Which registrants a list shows."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False)
    pool = forms.ChoiceField(label=_("Takes part"), required=False)
    mark = forms.ChoiceField(
        label=_("Only"),
        required=False,
        choices=[
            ("", _("All")),
            ("present", _("Checked in")),
            ("absent", _("Not checked in")),
            ("bounced", _("Mail refused")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", _("All")), *RegistrationState.choices]  # type: ignore[attr-defined]
        self.fields["pool"].choices = [("", _("All")), *PoolKind.choices]  # type: ignore[attr-defined]


class AddForm(AnswersForm):
    """Registering somebody by hand."""

    email = MailAddressField(label=_("Email address"), max_length=254)
    mail_language = forms.ChoiceField(label=_("Language of the mails"), choices=settings.LANGUAGES)
    pool = forms.ModelChoiceField(label=_("Takes part"), queryset=SeatPool.objects.none(), empty_label=None)
    consent = forms.BooleanField(label=_("The person has agreed that this information is stored"))
    beyond = forms.BooleanField(label=_("Give a place even if all are taken"), required=False)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, event=event, **kwargs)
        pool_field = self.fields["pool"]
        pool_field.queryset = event.pools.all()  # type: ignore[attr-defined]


class LinksForm(forms.Form):
    """Links of an event that only the right people may see."""

    join_link = forms.URLField(
        max_length=2000,
        label=_("Link to take part"),
        required=False,
        assume_scheme="https",
        help_text=_("Encrypted in the database. Only registered people see it."),
    )
    join_link_hours = forms.IntegerField(
        label=_("Shown from"), min_value=0, max_value=24 * 60, help_text=_("Hours before the start.")
    )
    recordings_link = forms.URLField(
        max_length=200,
        label=_("Recordings and material"),
        required=False,
        assume_scheme="https",
        help_text=_("After the event everybody who was registered is thanked with this link."),
    )


class MessageForm(forms.Form):
    """A message to a part of the registrants, in the languages that they read."""

    states = forms.MultipleChoiceField(
        label=_("To"),
        choices=[(state.value, state.label) for state in LIVE_STATES],
        widget=forms.CheckboxSelectMultiple,
        initial=[RegistrationState.CONFIRMED],
    )
    pool = forms.ChoiceField(label=_("Takes part"), required=False)

    def __init__(self, *args: Any, readers: Mapping[str, int], **kwargs: Any) -> None:
        """``readers`` says how many people read each language; what was written in another one keeps its fields."""
        super().__init__(*args, **kwargs)
        self.fields["pool"].choices = [("", _("All")), *PoolKind.choices]  # type: ignore[attr-defined]
        names = dict(settings.LANGUAGES)
        written = [code for code in names if self.data.get(f"subject_{code}") or self.data.get(f"body_{code}")]
        self.languages = list(dict.fromkeys([*(code for code in readers if code in names), *written]) or names)
        for code in self.languages:
            name, number = names[code], readers.get(code, 0)
            self.fields[f"subject_{code}"] = forms.CharField(
                label=_("Subject (%(language)s)") % {"language": name},
                required=False,
                max_length=200,
                help_text=ngettext("%(number)d person reads it.", "%(number)d people read it.", number)
                % {"number": number},
            )
            self.fields[f"body_{code}"] = forms.CharField(
                label=_("Text (%(language)s)") % {"language": name},
                required=False,
                max_length=10000,
                widget=forms.Textarea(attrs={"rows": 5}),
            )

    def clean(self) -> dict[str, object]:
        """At least one language, and none of them half."""
        cleaned = super().clean() or {}
        for code in self.languages:
            if bool(cleaned.get(f"subject_{code}")) != bool(cleaned.get(f"body_{code}")):
                self.add_error(f"subject_{code}", _("Write both a subject and a text, or neither."))
        if not self.texts():
            raise forms.ValidationError(_("Write the message in at least one language."))
        return cleaned

    def texts(self) -> dict[str, tuple[str, str]]:
        """Subject and body by language."""
        cleaned = self.cleaned_data
        return {
            code: (cleaned[f"subject_{code}"], cleaned[f"body_{code}"])
            for code in self.languages
            if cleaned.get(f"subject_{code}") and cleaned.get(f"body_{code}")
        }
