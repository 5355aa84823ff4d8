"""The form by which a list is watched."""

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from portal.core.mail.addresses import MailAddressField
from portal.core.web.public_forms import PublicForm
from search.enums import WatchedPlace
from search.query.parsing import MAX_LENGTH
from search.watching.lists import WatchedList


class WatchForm(PublicForm):
    """Words, the filters that came with the address of the list, and where the mails go."""

    signer = signing.TimestampSigner(salt="search.watch-form")

    words = forms.CharField(label=_("Words"), max_length=MAX_LENGTH, required=False)
    email = MailAddressField(
        label=_("Your email address"),
        error_messages={"required": _("Enter your email address."), "invalid": _("Enter a valid email address.")},
    )
    place = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    filters = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)

    def __init__(self, *args: object, watched: WatchedList, **kwargs: object) -> None:
        initial = {"words": watched.words, "place": watched.place, "filters": watched.filters}
        super().__init__(*args, initial=initial, **kwargs)
        self.watched = watched
        if watched.place == WatchedPlace.LIBRARY and not watched.chosen:
            self.fields["words"].help_text = _("Without words you hear of every new case study.")

    def clean_words(self) -> str:
        """Words, unless filters say what is watched.

        Raises:
            ValidationError: a search for nothing finds nothing.
        """
        if self.watched.is_empty:
            text = _("Write what you are interested in: a search without words finds nothing.")
            raise forms.ValidationError(text, code="required")
        return str(self.cleaned_data["words"])
