"""``manage.py invite_editor``: from an address to an editor with a team, in one step."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from partners.models import Organisation
from partners.teams.groups import make_team, model_editors, secretariat
from partners.teams.invitations import InvitationError, invite
from portal.core.mail.addresses import tidy_address, validate_address


class Command(BaseCommand):
    """Makes the team if it is missing, sends the invitation and prints the link."""

    help = (
        "Invite an editor by mail. Makes the organisation's team if it has none, mails the link in the editor's "
        "language and prints it. The link works once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        into = parser.add_mutually_exclusive_group(required=True)
        into.add_argument("--organisation", help="Address (slug) of the partner organisation.")
        into.add_argument("--secretariat", action="store_true", help="Invite to the secretariat, which publishes.")
        into.add_argument(
            "--model-editors", action="store_true", help="Invite to those who write the model and read every desk."
        )
        parser.add_argument("--email", required=True, help="Where the invitation goes.")
        parser.add_argument("--language", choices=dict(settings.LANGUAGES), default=settings.LANGUAGE_CODE)
        parser.add_argument("--trusted", action="store_true", default=None, help="The team may publish by itself.")

    def handle(self, *args: object, organisation: str | None, email: str, language: str, **options: Any) -> None:
        try:
            email = tidy_address(email)
            validate_address(email)
        except ValidationError as error:
            raise CommandError(f"“{email}” is not an email address.") from error
        owner = self._owner(organisation) if organisation else None
        if owner is None and options["trusted"]:
            raise CommandError("--trusted is about a team; the secretariat publishes anyway.")
        try:
            # An invitation that fails leaves no team behind.
            with transaction.atomic():
                central = model_editors if options["model_editors"] else secretariat
                group = make_team(owner, can_publish=options["trusted"]).group if owner else central()
                name = owner.name if owner else settings.WAGTAIL_SITE_NAME
                invitation = invite(email, group, language=language, name=name)
        except InvitationError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(invitation.link or "This editor has an account already and can log in.")

    def _owner(self, slug: str) -> Organisation:
        found = Organisation.objects.filter(slug=slug).first()
        if found is None:
            known = ", ".join(Organisation.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no organisation “{slug}”. Known: {known}.")
        return found
