"""Forms of approvals: whom an editor asks, and what an owner finds wrong."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.core.mail.addresses import MailAddressField
from projects.approval.actions import MOST_COMMENT


class AskOwnerForm(forms.Form):
    """Which owner is asked to approve a case, and in which language."""

    address = MailAddressField(label=_("Email address"), max_length=150)
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("Of the mail and its page.")
    )


class WrongForm(forms.Form):
    """What is wrong with the case."""

    comment = forms.CharField(
        label=_("What is wrong?"),
        max_length=MOST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The editors of the case read it, nobody else."),
    )
