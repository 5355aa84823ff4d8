"""Forms of the live room for visitors: the code, joining, a statement."""

from typing import Any

from django import forms
from django.core.signing import TimestampSigner
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from events.dialogue.input.counting import count
from events.dialogue.input.forms import CHARACTERS_LEFT
from events.dialogue.input.languages import language_choices
from events.dialogue.live.statements import MOST_STATEMENTS, Refusal, problem_of
from events.dialogue.models.contributions import MOST_STATEMENT
from portal.core.web.public_forms import PublicForm
from portal.core.web.tokens import new_token


class CodeForm(forms.Form):
    """The one field of the page where a code is typed."""

    code = forms.CharField(
        label=_("Code of the workshop"),
        max_length=40,
        help_text=_("Five letters and figures. Capitals and spaces do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
    )


class JoinForm(PublicForm):
    """The button that joins, with a signed key; who answered before can come with the personal address of then."""

    signer = TimestampSigner(salt="dialogue.join")
    too_fast = _("That was very fast. Please press the button once more.")
    mine = forms.CharField(
        label=_("Your personal address, if you have one already"),
        required=False,
        max_length=300,
        help_text=_("Whoever answered a question before the workshop has one. Paste it here to go on with it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class StatementForm(forms.Form):
    """One statement in a round."""

    text = forms.CharField(
        label=pgettext_lazy("field of a live workshop", "Your statement"),
        error_messages={"required": _("Write something first.")},
        widget=forms.Textarea(
            attrs={"rows": 3, "data-live-text": True, "data-limit": MOST_STATEMENT, "data-left": CHARACTERS_LEFT}
        ),
    )
    language = forms.ChoiceField(label=_("Language of your statement"), choices=language_choices)
    round = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    form_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["form_key"].initial = new_token
        # Put together here: an expression of the class would keep the language in which the module was loaded.
        told = _("One thought, at most %(most)s characters. Please name no persons.")
        self.fields["text"].help_text = told % {"most": MOST_STATEMENT}

    def clean_text(self) -> str:
        """Something to read, and not too long."""
        text = str(self.cleaned_data["text"])
        if problem := problem_of(text):
            raise forms.ValidationError(words_of(problem, text), code=problem.name.lower())
        return text


def words_of(refusal: Refusal, text: str = "") -> str:
    """What somebody is told whose statement was not taken."""
    if refusal == Refusal.TOO_LONG:
        over = count(text) - MOST_STATEMENT
        return ngettext(
            "This is %(over)d character too long. Nothing is lost: shorten it and send it again.",
            "This is %(over)d characters too long. Nothing is lost: shorten it and send it again.",
            over,
        ) % {"over": over}
    words = str(_WORDS[refusal])
    return words % {"most": MOST_STATEMENTS} if refusal == Refusal.TOO_MANY else words


_WORDS = {
    Refusal.EMPTY: _("Write something first."),
    Refusal.TOO_MANY: _("You have sent %(most)s statements in this round. Let others speak too."),
    Refusal.PAUSED: _("The workshop is paused. Your text is still here: send it when it goes on."),
    Refusal.FROZEN: _("The workshop is frozen: reading only. Your text is still here: send it when it goes on."),
    Refusal.NO_ROUND: _("No question is open just now. Your text is still here."),
    Refusal.EXCLUDED: _("The organisers do not count what comes from this address any more."),
    Refusal.OVER: _("The workshop is over. Your text was not sent."),
    Refusal.UNKNOWN: _("This address belongs to no workshop."),
}
