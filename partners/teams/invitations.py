"""Invitations of editors: an account, its team, and a mailed link with which to set the password, once."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.tokens import default_token_generator
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log
from wagtail.users.models import UserProfile

from portal.core.hooks.site_url import absolute
from portal.core.mail.addresses import address_key
from portal.core.mail.sending import mail_editor
from portal.core.types import AnyUser
from portal.core.users.models import User


class InvitationError(Exception):
    """The invitation cannot be sent; the message says why."""


@dataclass(frozen=True)
class Invitation:
    """What came of an invitation. ``link`` is empty for an editor who has a password already."""

    user: User
    link: str


@transaction.atomic
def invite(email: str, group: Group, *, language: str, name: str, by: AnyUser | None = None) -> Invitation:
    """Make the account of an editor if it is missing, put it into ``group`` and mail the link.

    Parameters:
        email: where the invitation goes; the user name is the same.
        group: of a team, or the secretariat's.
        language: of the mail and of the admin, for a new account.
        name: what the mail says the editor is invited to, for example the organisation.
        by: who invites, for the log.

    Raises:
        InvitationError: the account is switched off, or another account is named like the address.
    """
    email = address_key(email)
    user = get_user_model().objects.filter(email__iexact=email).first() or _make_user(email, language)
    if not user.is_active:
        raise InvitationError(_("The account with this address is switched off. Ask an administrator."))
    user.groups.add(group)
    link = "" if user.has_usable_password() else link_for(user, language)
    log(user, "portal.invite", user=by, data={"name": name})
    mail_editor(user, "partners/mail/invitation", name=name, link=link)
    return Invitation(user, link)


def _make_user(email: str, language: str) -> User:
    try:
        with transaction.atomic():
            user = get_user_model().objects.create_user(username=email[:150], email=email)
    except IntegrityError as error:
        # The user name is taken by an account with another address, or two people invite at the same moment.
        raise InvitationError(
            _("Another account has this address as its user name. Ask an administrator to rename it.")
        ) from error
    UserProfile.objects.create(user=user, preferred_language=language)
    return user


def link_for(user: User, language: str) -> str:
    """The address where ``user`` sets the password. It works once, for ``PASSWORD_RESET_TIMEOUT`` seconds."""
    mark = urlsafe_base64_encode(force_bytes(user.pk))
    with override(language):
        path = reverse("accept_invitation", args=[mark, default_token_generator.make_token(user)])
    return absolute(path)
