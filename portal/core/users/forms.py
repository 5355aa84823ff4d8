"""Account forms: what is wrong stands at the field in which it was typed."""

from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.forms.auth import PasswordChangeForm
from wagtail.admin.views.account import ChangePasswordPanel, NameEmailSettingsPanel

from portal.core.types import AnyUser


class AtFirstField:
    """A password that is too weak is said at the field for it, not at the one that repeats it."""

    def validate_password_for_user(self, user: AnyUser, *args: object) -> None:
        """Django names the second field."""
        super().validate_password_for_user(user, "new_password1")  # type: ignore[misc]


class NewPasswordForm(AtFirstField, SetPasswordForm):
    """A new password by a mailed link."""


class WelcomeForm(NewPasswordForm):
    """The first password of an invited editor, and the name by which others know who wrote what."""

    first_name = forms.CharField(
        label=_("First name"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=150,
        required=False,
        help_text=_("Colleagues see it beside what you change. Without a name they see your email address."),
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )

    def __init__(self, user: AnyUser, *args: object, **kwargs: object) -> None:
        super().__init__(user, *args, **kwargs)
        for name in ("first_name", "last_name"):
            self.fields[name].initial = getattr(user, name, "")

    def save(self, commit: bool = True) -> Any:
        """The account with its password and name."""
        self.user.first_name, self.user.last_name = self.cleaned_data["first_name"], self.cleaned_data["last_name"]
        return super().save(commit)


class OwnPasswordForm(AtFirstField, PasswordChangeForm):
    """A new password on the page of the own account."""


class OwnNameForm(NameEmailForm):
    """Name and mail address of the own account; nobody has to give a name to change the language of the admin."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name"):
            if name in self.fields:
                self.fields[name].required = False


def use_own_forms() -> None:
    """Put them into Wagtail's page of the account; called when the app is ready."""
    ChangePasswordPanel.form_class = OwnPasswordForm
    NameEmailSettingsPanel.form_class = OwnNameForm
