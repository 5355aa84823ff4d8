"""Adoptions as a client of the outbox: their mails are written from what is true when they are sent."""

from datetime import datetime

from django.core.mail import EmailMessage
from django.utils.translation import override

from portal.core.mail.outbox.clients import register_client
from portal.core.mail.sending import write as write_mail
from portal.core.models import OutgoingMail
from projects.adoptions.actions import CONFIRM, DECIDED, LINKS, STILL, queue_links
from projects.adoptions.links import new_link
from projects.adoptions.subjects import used_by
from projects.enums import AdoptionStage, AdoptionState
from projects.models import Adoption

PREFIX = "adoptions"


def register() -> None:
    """Called when the app is ready."""
    register_client(PREFIX, write)


def write(mail: OutgoingMail, now: datetime) -> EmailMessage | None:
    """The message of a mail; None if it is no longer needed. None of them repeats what was typed.

    Lost links are no mail themselves: for each adoption that is found there is one.
    """
    if mail.kind == LINKS and not mail.about_key:
        queue_links(mail.address)
        return None
    adoption = Adoption.objects.prefetch_related("elements").filter(pk=mail.about_key).first()
    if adoption is None or not adoption.contact or not _is_due(mail.kind, adoption):
        return None
    with override(adoption.language):
        context: dict[str, object] = {
            "titles": [used.title for used in used_by(adoption, adoption.language)],
            "link": new_link(adoption, now),
            "shown": adoption.state == AdoptionState.PUBLISHED,
            "reason": adoption.get_reason_display(),
            "reason_text": adoption.reason_text,
            "stage": adoption.get_stage_display(),
        }
    template = f"projects/adoptions/mail/{mail.kind.removeprefix(PREFIX + '.')}"
    return write_mail(adoption.contact, adoption.language, template, context, str(mail.message_uuid))


def _is_due(kind: str, adoption: Adoption) -> bool:
    if kind == LINKS:
        return True
    if kind == CONFIRM:
        return adoption.confirmed_at is None
    if kind == DECIDED:
        return adoption.state != AdoptionState.PENDING
    asks = adoption.state == AdoptionState.PUBLISHED and adoption.stage != AdoptionStage.STOPPED
    return kind == STILL and asks and adoption.asked > 0
