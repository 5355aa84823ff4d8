"""Forms of the desk of the dialogue: filters, decisions, themes and replies."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.dialogue.desk.access import Place
from events.dialogue.enums import Channel, ContributionState, Decision, RefusalReason
from events.dialogue.models import Reply, Theme
from events.dialogue.moderation.queries import HELD_FIRST, NEWEST, OLDEST
from events.dialogue.synthesis.replies import MOST_REASON, Answer, missing
from events.dialogue.synthesis.themes import MOST_SUMMARY, MOST_TITLE
from partners.models import Organisation
from partners.teams.ownership import acts_for_all, organisation_ids
from portal.core.forms.choices import RecordField
from portal.core.i18n.locales import language_name
from portal.core.types import AnyUser

_ALL = ("", _("All"))


def _choose(form: forms.Form, name: str, choices: Sequence[tuple[str | int, object]]) -> None:
    form.fields[name].choices = [_ALL, *choices]  # type: ignore[attr-defined]


class QueueForm(forms.Form):
    """What the queue shows, and in which order."""

    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            (OLDEST, pgettext_lazy("order of contributions", "Oldest first")),
            (NEWEST, pgettext_lazy("order of contributions", "Newest first")),
            (HELD_FIRST, pgettext_lazy("order of contributions", "Held back first")),
        ],
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("waiting", _("Everything that waits")),
            (ContributionState.PENDING, ContributionState.PENDING.label),
            (ContributionState.HELD, ContributionState.HELD.label),
            ("appeals", _("Appeals")),
        ],
    )
    question = forms.ChoiceField(label=_("Question"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, data: Any, *, place: Place, languages: list[str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        _choose(self, "question", [(question.pk, str(question)) for question in place.questions])
        _choose(self, "language", [(code, language_name(code)) for code in languages])

    def chosen(self) -> dict[str, object]:
        """What was chosen; a choice that does not exist is none."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ListForm(QueueForm):
    """Which contributions a list shows."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    channel = forms.ChoiceField(label=_("How it came"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    field_order = ("q", "state", "question", "theme", "language", "channel", "order")

    def __init__(self, data: Any, *, place: Place, languages: list[str], **kwargs: Any) -> None:
        super().__init__(data, place=place, languages=languages, **kwargs)
        _choose(self, "state", [("waiting", _("Everything that waits")), *ContributionState.choices])
        _choose(self, "channel", Channel.choices)
        if place.occasion:
            themes = place.occasion.themes.filter(merged_into=None)
            _choose(self, "theme", [("none", _("Not grouped yet")), *((theme.pk, str(theme)) for theme in themes)])
        else:
            del self.fields["theme"]


class RefuseForm(forms.Form):
    """Why a contribution is not shown."""

    reason = forms.ChoiceField(label=_("Reason"), choices=[("", "—"), *RefusalReason.choices])
    text = forms.CharField(
        label=_("A sentence to the author"),
        required=False,
        max_length=400,
        help_text=_("Optional. Only the author reads it."),
    )


class RenderingForm(forms.Form):
    """A translation of a contribution."""

    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), required=False, max_length=4000)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)


class ThemeForm(forms.Form):
    """Titles and summaries of a theme in all languages."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, theme: Theme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = theme.version
        for code, name in settings.LANGUAGES:
            # Between the two names in the form stands what makes them: a language in its own words.
            self.fields[f"title_{code}"] = forms.CharField(
                label=_("Title (%(language)s)") % {"language": name},
                required=False,
                max_length=MOST_TITLE,
                initial=theme.titles.get(code, ""),
                widget=forms.TextInput(attrs={"lang": code}),
            )
            self.fields[f"summary_{code}"] = forms.CharField(
                label=_("Summary (%(language)s)") % {"language": name},
                required=False,
                max_length=MOST_SUMMARY,
                initial=theme.summaries.get(code, ""),
                widget=forms.Textarea(attrs={"rows": 2, "lang": code}),
            )

    def clean(self) -> dict[str, object]:
        """One title in whatever language."""
        cleaned = super().clean() or {}
        if not any(self.titles().values()):
            raise forms.ValidationError(_("Write a title in at least one language."))
        return cleaned

    def titles(self) -> dict[str, str]:
        """Titles by language."""
        return {code: self.cleaned_data.get(f"title_{code}", "") for code, _name in settings.LANGUAGES}

    def summaries(self) -> dict[str, str]:
        """Summaries by language."""
        return {code: self.cleaned_data.get(f"summary_{code}", "") for code, _name in settings.LANGUAGES}


class ReplyForm(forms.Form):
    """What becomes of a theme or a contribution, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(label=_("What becomes of it"), choices=Decision.choices, widget=forms.RadioSelect)
    promised_for = forms.DateField(
        label=_("Promised for"),
        required=False,
        help_text=_("The day by which something comes of it. You are reminded of it."),
    )
    organisation = RecordField(
        label=pgettext_lazy("of a reply", "Who replies"), queryset=Organisation.objects.none(), required=False
    )

    def __init__(self, *args: Any, place: Place, user: AnyUser, there: Reply | None, **kwargs: Any) -> None:
        owner = place.occasion.organisation_id if place.occasion else None
        initial: dict[str, Any] = {"version": 0, "organisation": owner}
        if there:
            initial = {
                "version": there.version,
                "decision": there.decision,
                "promised_for": there.promised_for,
                "organisation": there.organisation_id,
            }
        super().__init__(*args, **{**kwargs, "initial": initial})
        may_choose = Organisation.objects.all()
        if not acts_for_all(user):
            may_choose = may_choose.filter(pk__in={*organisation_ids(user), owner})
        self.fields["organisation"].queryset = may_choose  # type: ignore[attr-defined]
        for code, name in settings.LANGUAGES:
            self.fields[f"reason_{code}"] = forms.CharField(
                label=_("Why (%(language)s)") % {"language": name},
                required=False,
                max_length=MOST_REASON,
                initial=there.reasons.get(code, "") if there else "",
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
            )
        self.outcomes: tuple[tuple[str, str], ...] = ()

    def answer(self) -> Answer:
        """The reply as it was written."""
        organisation = self.cleaned_data.get("organisation")
        return Answer(
            decision=self.cleaned_data.get("decision", ""),
            reasons={code: self.cleaned_data.get(f"reason_{code}", "") for code, _name in settings.LANGUAGES},
            organisation_id=organisation.pk if organisation else None,
            promised_for=self.cleaned_data.get("promised_for"),
            outcomes=self.outcomes,
        )

    def clean(self) -> dict[str, object]:
        """A reason, or something that comes of it."""
        cleaned = super().clean() or {}
        lacks = missing(self.answer())
        if "reasons" in lacks:
            raise forms.ValidationError(_("Say why, in at least one language."))
        if "outcomes" in lacks and "promised_for" not in self.errors:
            raise forms.ValidationError(_("Say what came of it, or by which day something will."))
        return cleaned
