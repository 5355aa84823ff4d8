"""What the registration desk asks before it does what cannot be undone: places, links and data are gone at once."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from events.enums import PoolKind, RegistrationState
from events.models import Event, EventPage, Registration
from portal.editing.undo.asking import Question


def of_button(person: Registration, action: str) -> Question | None:
    """The question before a button of one registration; None for what can be undone by another button."""
    asked = _QUESTIONS.get(action)
    return asked(person) if asked else None


def of_queue(event: Event, kind: PoolKind) -> Question:
    """The question before everybody who waits is cancelled."""
    number = event.registrations.filter(state=RegistrationState.WAITING, pool__kind=kind).count()
    text = ngettext(
        "%(number)d person loses the place on the waiting list and gets a mail about it.",
        "%(number)d people lose their places on the waiting list and get a mail about it.",
        number,
    )
    follows = (text % {"number": number}, _("It cannot be taken back."))
    back = reverse("registration_desk", args=[event.pk])
    return Question(_("Cancel everybody who waits?"), follows, _("Cancel everybody who waits"), back)


def follow_archiving(page: EventPage) -> Iterator[str]:
    """What archiving means for those who registered; only the last public version of an event takes it away."""
    others = EventPage.objects.filter(translation_key=page.translation_key, live=True).exclude(pk=page.pk)
    number = (
        Registration.objects.filter(event__translation_key=page.translation_key)
        .exclude(state__in=(RegistrationState.CANCELLED, RegistrationState.UNCONFIRMED))
        .count()
    )
    if number and not others.exists():
        text = ngettext(
            "%(number)d person is registered: the registration stays, and no mail is sent. Write to the person first.",
            "%(number)d people are registered: the registrations stay, and no mail is sent. Write to them first.",
            number,
        )
        yield text % {"number": number}


def _cancel(person: Registration) -> Question:
    words = _("Cancel the registration of %(name)s?") % {"name": person.name}
    follows = (_("The person loses the place and gets a mail about it."), *_next_one(person))
    yes = pgettext("of somebody else", "Cancel registration")
    return Question(words, (*follows, _("It cannot be taken back.")), yes, _back(person))


def _erase(person: Registration) -> Question:
    words = _("Delete the personal data of %(name)s?") % {"name": person.name}
    gone = _("Name, address and answers are deleted at once and for good. No mail is sent.")
    lost = (_("The registration is cancelled."), *_next_one(person)) if person.is_live else ()
    kept = _("Only numbers stay: that somebody was registered, and when.")
    return Question(words, (gone, *lost, kept), _("Delete personal data"), _back(person))


def _revoke(person: Registration) -> Question:
    words = _("Make the links of %(name)s worthless?") % {"name": person.name}
    follows = (
        _("Links in all mails that the person has got work no longer. That cannot be taken back."),
        _("The person gets a mail with a new link. The registration stays as it is."),
    )
    return Question(words, follows, _("Make old links worthless and send a new one"), _back(person))


def _next_one(person: Registration) -> tuple[str, ...]:
    waits = person.event.registrations.filter(state=RegistrationState.WAITING, pool=person.pool_id)
    if person.seat_no is None or not waits.exists():
        return ()
    return (_("The place goes to the first on the waiting list, who gets a mail as well."),)


def _back(person: Registration) -> str:
    return reverse("registration_person", args=[person.event_id, person.pk])


_QUESTIONS = {"cancel": _cancel, "erase": _erase, "revoke": _revoke}
