"""Consent texts, per language and in versions that are never changed."""

from django.db.models import Max
from django.utils import translation
from django.utils.translation import ngettext

from events.models import ConsentText, Event
from portal.core.i18n.languages import reading_order


def default_consent(event: Event, language: str) -> str:
    """The portal's own wording, for events without one."""
    with translation.override(language):
        text = ngettext(
            "I agree that my information is stored for this event. It is deleted %(days)d day after the event.",
            "I agree that my information is stored for this event. It is deleted %(days)d days after the event.",
            event.retention_days,
        )
        return text % {"days": event.retention_days}


def current_consent(event: Event, language: str) -> ConsentText:
    """The newest wording in ``language``; in the best other language if the organiser wrote it there only."""
    texts = event.consent_texts.filter(language=language).order_by("-version")
    found = texts.first()
    if found:
        return found
    others = {text.language: text for text in event.consent_texts.order_by("version")}
    best = next((others[code] for code in reading_order(language) if code in others), None)
    return best or set_consent(event, language, default_consent(event, language))


def set_consent(event: Event, language: str, text: str) -> ConsentText:
    """Make ``text`` the current wording; those who agreed to an earlier one keep their version."""
    newest = event.consent_texts.filter(language=language).order_by("-version").first()
    if newest and newest.text == text:
        return newest
    last = event.consent_texts.filter(language=language).aggregate(last=Max("version"))["last"] or 0
    return ConsentText.objects.create(event=event, language=language, version=last + 1, text=text)
