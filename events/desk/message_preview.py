"""An organiser's message as its readers will see it, in their languages."""

from collections.abc import Iterable, Mapping

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from events.mail.rendering import compose
from events.mail.texts import organiser_content
from events.models import Event, Registration
from portal.core.mail.sending import QueueingBackend
from portal.core.models import OutgoingMail


def in_languages(
    event: Event, texts: Mapping[str, tuple[str, str]], languages: Iterable[str]
) -> list[tuple[str, EmailMultiAlternatives]]:
    """The message as a mail in each of ``languages``, with its code; addressed to nobody who exists."""
    return [(code, _sample(event, texts, code, "preview@localhost")) for code in languages]


def send_to_oneself(event: Event, texts: Mapping[str, tuple[str, str]], address: str) -> int:
    """Queue each written language for the editor's own address; returns how many mails."""
    return QueueingBackend().send_messages([_sample(event, texts, code, address) for code in texts])


def _sample(event: Event, texts: Mapping[str, tuple[str, str]], language: str, address: str) -> EmailMultiAlternatives:
    with translation.override(language):
        content = organiser_content(texts, language)
        content.facts = [(_("Event"), event.title)]
        reader = Registration(event=event, language=language, email=address)
        return compose(OutgoingMail(), reader, content, timezone.now())
