"""Forms for experts, and for the editor who asks them."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.dialogue.statements.actions import MOST_ANSWER, MOST_STATEMENT
from portal.core.forms.incoming import NameField
from portal.core.mail.addresses import MailAddressField

#: Longest name, role or organisation of a comment statement; the block's own limit.
MOST_NAME = 120


class AskForm(forms.Form):
    """To whom the link goes, and in which language the mail is."""

    address = MailAddressField(label=_("Mail address of the expert"))
    language = forms.ChoiceField(label=_("Language of the mail"), choices=lambda: settings.LANGUAGES)


class CorrectionForm(forms.Form):
    """A comment statement as the expert wants it."""

    name = NameField(label=_("Name"), max_length=MOST_NAME, error_messages={"required": _("Enter your name.")})
    role = forms.CharField(label=_("Role"), max_length=MOST_NAME, required=False)
    organisation = NameField(
        label=pgettext_lazy("of a registrant", "Organisation"), max_length=MOST_NAME, required=False
    )
    text = forms.CharField(
        label=_("Statement"),
        max_length=MOST_STATEMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Leave a line empty between paragraphs."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


class AnswerForm(forms.Form):
    """An expert's answer to one theme."""

    text = forms.CharField(
        label=_("Your answer"),
        max_length=MOST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write your answer.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
