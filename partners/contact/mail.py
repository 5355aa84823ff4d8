"""The contact form as a client of the outbox: who writes its mails, and where a message goes that a team cannot get."""

from datetime import datetime

from django.core.mail import EmailMessage
from django.utils.translation import override

from partners.contact.actions import ABOUT, queue_to, readers
from partners.models import ContactMessage
from portal.core.hooks.site_url import absolute
from portal.core.i18n.locales import language_name
from portal.core.mail.outbox.clients import register_client
from portal.core.mail.sending import write as write_mail
from portal.core.models import OutgoingMail


def register() -> None:
    """Called when the app is ready."""
    register_client(ABOUT, write, refused=pass_on)


def write(mail: OutgoingMail, now: datetime) -> EmailMessage | None:
    """The message of a visitor, to be answered to that person; None if it was deleted meanwhile."""
    message = ContactMessage.objects.filter(pk=mail.about_key).first()
    if message is None or not mail.address:
        return None
    with override(mail.language):
        context = {
            "message": message,
            "page_address": absolute(message.page_url) if message.page_url else "",
            "written_in": language_name(message.language),
        }
    written = write_mail(mail.address, mail.language, "partners/mail/contact", context, str(mail.message_uuid))
    written.reply_to = [message.address] if message.address else []
    return written


def pass_on(mail: OutgoingMail, now: datetime) -> None:
    """An address of a team does not exist any more: the secretariat gets what was written to it."""
    message = ContactMessage.objects.filter(pk=mail.about_key).first()
    if message is not None and message.organisation_id is not None:
        queue_to(message, readers(None))
