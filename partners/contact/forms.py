"""The contact form."""

import secrets
from hashlib import sha256
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from portal.core.forms.incoming import NameField
from portal.core.forms.widgets import Radios
from portal.core.mail.addresses import MailAddressField
from portal.core.web.public_forms import PublicForm

#: Who shall read a message.
OWNER, SECRETARIAT = "owner", "secretariat"


class ContactForm(PublicForm):
    """A message to the secretariat, or to the team that looks after a page."""

    signer = signing.TimestampSigner(salt="partners.contact-form")

    to = forms.ChoiceField(
        label=_("Who should read it?"),
        widget=Radios,
        initial=OWNER,
        error_messages={"required": _("Choose who should read it.")},
    )
    message = forms.CharField(
        label=_("Your message"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        error_messages={"required": _("Write your message.")},
    )
    name = NameField(label=_("Your name"), max_length=120, required=False)
    email = MailAddressField(
        label=_("Your email address"),
        required=False,
        help_text=_("The answer goes there. Leave it empty if you need none."),
        error_messages={"invalid": _("Enter a valid email address.")},
    )
    page = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)

    def __init__(self, *args: object, owner: str = "", **kwargs: object) -> None:
        """A form in which ``owner`` (name of an organisation) can be chosen; else it goes to the secretariat."""
        super().__init__(*args, **kwargs)
        if owner:
            to: Any = self.fields["to"]
            to.choices = [(OWNER, owner), (SECRETARIAT, _("The secretariat of the portal"))]
        else:
            del self.fields["to"]

    def new_key(self) -> str:
        """A form key of its own for each form that is opened: by it the same form sent twice is known."""
        return self.signer.sign(secrets.token_urlsafe(12))

    @property
    def key(self) -> str:
        """By which the same form sent twice is known."""
        return sha256(str(self.data.get("form_key", "")).encode()).hexdigest()
