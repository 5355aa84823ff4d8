"""Admin forms of teams and owned pages."""

from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from partners.models import Organisation
from partners.teams.ownership import acts_for_all, organisation_ids, own_organisations
from portal.core.forms.choices import RecordField
from portal.core.mail.addresses import MailAddressField
from portal.core.types import AnyUser
from portal.editing.publication.forms import GatedPageForm

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class OwnerField(RecordField):
    """The future owner of a page that a wizard makes: an organisation, or nobody, which is the secretariat."""

    def __init__(self, label: "_StrPromise") -> None:
        super().__init__(
            label=label,
            help_text=_("Its team can edit the page afterwards, in every language."),
            queryset=Organisation.objects.all(),
            required=False,
            empty_label=_("The secretariat"),
        )

    def narrow_to(self, user: AnyUser) -> None:
        """Let members of a team choose among their own organisations only."""
        if not acts_for_all(user):
            self.queryset = own_organisations(user)
            self.required, self.empty_label = True, None


class OwnedPageForm(GatedPageForm):
    """Lets members of a team choose among their own organisations only."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields.get("organisation")
        if owner is None or acts_for_all(self.for_user):
            return
        owner.queryset = own_organisations(self.for_user)
        owner.empty_label = None
        # Reading the database, since a draft may name an organisation that is not the user's.
        if self.instance.stored_owner_id not in organisation_ids(self.for_user):
            owner.initial = self.initial["organisation"] = min(organisation_ids(self.for_user), default=None)

    def clean_organisation(self) -> Organisation | None:
        """A member's page always has an owner, also when the draft is saved before the form is complete."""
        chosen = self.cleaned_data["organisation"]
        if chosen is None and not acts_for_all(self.for_user):
            return self.fields["organisation"].queryset.first()
        return chosen


class InvitationForm(forms.Form):
    """Who is invited, and in which language the invitation is written."""

    email = MailAddressField(label=_("Email address"), max_length=150)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("Of the invitation and of the admin. The editor can change it later."),
    )

    def clean_email(self) -> str:
        """Addresses are kept in lower case: they are what editors log in with."""
        return str(self.cleaned_data["email"]).lower()
