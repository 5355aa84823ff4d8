"""From the contact form to the mailboxes of those who read it, and out of the database."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from partners.models import ContactMessage, Organisation
from partners.teams.groups import SECRETARIAT
from portal.core.enums import MailStatus
from portal.core.mail.addresses import address_key
from portal.core.mail.outbox.queueing import forget, new_mail, queue_many
from portal.core.mail.sending import language_of
from portal.core.models import OutgoingMail, SiteSettings
from portal.core.operations.retention import CONTACT_MESSAGES
from portal.core.users.models import User

#: Kind of thing that mails are about, and of the mails.
ABOUT, MESSAGE = "contact", "contact.message"


def team_of(organisation: Organisation | None) -> QuerySet[User]:
    """Editors in the team of ``organisation`` who can log in; nobody without one."""
    users = get_user_model().objects.filter(is_active=True)
    return users.filter(groups__team__organisation=organisation) if organisation else users.none()


def readers(organisation: Organisation | None) -> Mapping[str, str]:
    """Mail addresses of those who read what is written to ``organisation``, each with its language.

    Without a team it is the mailbox of the site settings, else each member of the secretariat, else the administrators.
    """
    team = team_of(organisation)
    if not team.exists():
        users = get_user_model().objects.filter(is_active=True)
        if mailbox := SiteSettings.load().contact_email:
            return {mailbox: ""}
        members = users.filter(groups__name=SECRETARIAT)
        team = members if members.exists() else users.filter(is_superuser=True)
    return {user.email: language_of(user) for user in team.order_by("pk") if user.email}


@transaction.atomic
def send(message: ContactMessage, to: Mapping[str, str]) -> None:
    """Keep ``message`` and have it mailed; the same form sent twice is one message.

    Parameters:
        to: as from ``readers``.
    """
    if not ContactMessage.objects.filter(form_key=message.form_key).exists():
        message.save()
        queue_to(message, to)


def queue_to(message: ContactMessage, to: Mapping[str, str]) -> None:
    """Queue a mail with ``message`` to each of ``to``; nobody gets it twice."""
    queue_many(
        new_mail(
            MESSAGE,
            about=(ABOUT, message.pk),
            language=language or message.language,
            address=address,
            # The key of a mail is stored in plain text.
            dedupe=salted_hmac("partners.contact", address_key(address), algorithm="sha256").hexdigest()[:32],
        )
        for address, language in to.items()
    )


def forget_messages(now: datetime | None = None) -> int:
    """Delete messages that reached everybody, and those that could not be mailed in time; returns how many."""
    now = now or timezone.now()
    under_way = OutgoingMail.objects.filter(about_kind=ABOUT).exclude(status=MailStatus.SENT)
    kept = {int(key) for key in under_way.values_list("about_key", flat=True)}
    # A message and its mails are stored together, but a mailing of a second ago need not be in ``kept`` yet.
    settled = ContactMessage.objects.filter(created_at__lt=now - timedelta(minutes=1)).exclude(pk__in=kept)
    old = ContactMessage.objects.filter(created_at__lt=now - CONTACT_MESSAGES.period)
    gone = [*settled.values_list("pk", flat=True), *old.values_list("pk", flat=True)]
    forget(ABOUT, gone)
    return ContactMessage.objects.filter(pk__in=gone).delete()[0]
