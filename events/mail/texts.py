"""Contents of the mails to registrants. One function per kind; ``events/mail/rendering.py`` makes text and HTML of it.

A letter is written when it is sent, in the registrant's language, from what is true at that moment.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.dates import texts as times
from events.enums import EventFormat, MailKind, RegistrationState, TokenPurpose
from events.models import Event, OutgoingMail, Registration
from events.registration.addresses import event_address
from events.registration.queries import live_registration, position, visible_join_link
from events.registration.tokens import link
from portal.core.i18n.languages import reading_order
from portal.core.i18n.locales import language_name


@dataclass
class Letter:
    """The parts of a mail."""

    subject: str
    paragraphs: list[str]
    #: Label and address.
    buttons: list[tuple[str, str]] = field(default_factory=list)
    #: Label and value: what, when, where.
    facts: list[tuple[str, str]] = field(default_factory=list)
    #: Whether the calendar entry goes along.
    calendar: bool = False
    #: Whose letter it is in the end, if not the registration's that queued it.
    footer: list[str] = field(default_factory=list)


class Case:
    """Everything a letter may speak of."""

    def __init__(self, mail: OutgoingMail, registration: Registration, now: datetime) -> None:
        self.mail, self.registration, self.now = mail, registration, now
        self.event: Event = registration.event
        self.language: str = registration.language

    @cached_property
    def title(self) -> str:
        """The title of the event; its language is named if it is not the reader's."""
        text = self.event.text(self.language)
        if text is None or text.language == self.language:
            return self.event.title
        return f"{text.title} ({language_name(text.language, self.language)})"

    @cached_property
    def manage_link(self) -> str:
        """A new link to see, change and cancel the registration."""
        return link(self.registration, TokenPurpose.MANAGE, self.now)

    @property
    def manage(self) -> tuple[str, str]:
        """The button that leads there."""
        return _("See, change or cancel your registration"), self.manage_link

    def facts(self) -> list[tuple[str, str]]:
        """What, when and where; the link to take part once it may be seen."""
        event = self.event
        online = event.format == EventFormat.ONLINE or self.registration.pool.kind == "online"
        rows = [
            (_("Event"), self.title),
            (_("Time"), times.event_text(event, self.language)),
            (_("Place"), _("Online") if online else event.place or self.registration.pool.get_kind_display()),
        ]
        if join := visible_join_link(self.registration, self.now):
            rows.append((_("Link to take part"), join))
        return rows

    def when(self, moment: datetime) -> str:
        """A moment on the clock of the event."""
        return times.moment_text(moment, self.event.timezone, self.language)

    def cancel_deadline(self) -> str:
        """How long one can cancel."""
        until = self.event.cancel_until or self.event.starts_at
        return _("You can cancel until %(moment)s. Someone else may be glad of the seat.") % {
            "moment": self.when(until)
        }


def opt_in(case: Case) -> Letter:
    """Nothing typed by the visitor is in here: the form must not serve to send other people's words."""
    known = live_registration(case.event, case.registration.email_key)
    if known:
        case.registration = known
        return Letter(
            _("You are already registered: %(event)s") % {"event": case.title},
            [
                _(
                    "Somebody, probably you, filled in the form for this event with your address. You are registered "
                    "already, so nothing has changed. With this link you see how things stand."
                )
            ],
            [case.manage],
            case.facts(),
        )
    return Letter(
        _("Please confirm your registration: %(event)s") % {"event": case.title},
        [
            _(
                "Somebody, probably you, filled in the form for this event with your address. Please confirm that it "
                "works. Only then do you get a seat or a place on the waiting list."
            ),
            _("The link works until %(moment)s.")
            % {"moment": case.when(case.registration.expires_at or case.event.starts_at)},
            _("If it was not you, do nothing: what was typed is then deleted by itself."),
        ],
        [(_("Confirm your registration"), link(case.registration, TokenPurpose.CONFIRM, case.now))],
        case.facts(),
    )


def confirmed(case: Case) -> Letter:
    return Letter(
        _("You are registered: %(event)s") % {"event": case.title},
        [_("You are registered. The calendar entry is attached."), *_join_note(case), case.cancel_deadline()],
        [case.manage],
        case.facts(),
        calendar=True,
    )


def promoted(case: Case) -> Letter:
    return Letter(
        _("A seat became free, you are registered: %(event)s") % {"event": case.title},
        [
            _("A seat became free and it is yours: you are registered. The calendar entry is attached."),
            *_join_note(case),
            case.cancel_deadline(),
        ],
        [case.manage],
        case.facts(),
        calendar=True,
    )


def waiting(case: Case) -> Letter:
    place = position(case.registration)
    return Letter(
        _("You are on the waiting list: %(event)s") % {"event": case.title},
        [
            _("All seats are taken. You are number %(place)d on the waiting list.") % {"place": place},
            _(
                "We write to you as soon as a seat becomes free. If your plans change, leave the waiting list with the "
                "link below."
            ),
        ],
        [case.manage],
        case.facts(),
    )


def offered(case: Case) -> Letter:
    until = case.registration.offer_until or case.event.starts_at
    return Letter(
        _("A seat is yours if you want it: %(event)s") % {"event": case.title},
        [
            _("A seat became free. It is kept for you until %(moment)s. After that it is offered to the next person.")
            % {"moment": case.when(until)}
        ],
        [(_("Accept or decline the seat"), case.manage_link)],
        case.facts(),
    )


def lapsed(case: Case) -> Letter:
    return Letter(
        _("The offered seat has been passed on: %(event)s") % {"event": case.title},
        [
            _(
                "The time to answer is over, and the seat has been offered to the next person. With the link below you "
                "can join the waiting list again, at its end."
            )
        ],
        [(_("Join the waiting list again"), case.manage_link)],
        case.facts(),
    )


def changed(case: Case) -> Letter:
    return Letter(
        _("Your registration was changed: %(event)s") % {"event": case.title},
        [_("What you told about yourself was changed. If it was not you, look at your registration.")],
        [case.manage],
        case.facts(),
    )


def cancelled_self(case: Case) -> Letter:
    return Letter(
        _("You have cancelled: %(event)s") % {"event": case.title},
        [
            _("Your registration is cancelled, and your seat goes to somebody else. Thank you for telling."),
            _("If you change your mind, you can register again on the page of the event."),
        ],
        [(_("To the page of the event"), event_address(case.event, case.language))],
        case.facts(),
        calendar=True,
    )


def cancelled_desk(case: Case) -> Letter:
    return Letter(
        _("Your registration was cancelled: %(event)s") % {"event": case.title},
        [_("The organiser has cancelled your registration.")],
        [(_("To the page of the event"), event_address(case.event, case.language))],
        case.facts(),
        calendar=True,
    )


def event_moved(case: Case) -> Letter:
    seated = case.registration.state == RegistrationState.CONFIRMED
    kept = (
        _("You are still registered. The new calendar entry is attached.")
        if seated
        else _("Your place on the waiting list stays the same.")
    )
    return Letter(
        _("New time or place: %(event)s") % {"event": case.title},
        [
            _("The time or the place of this event has changed. Please see below when and where it takes place."),
            kept,
            case.cancel_deadline(),
        ],
        [case.manage],
        case.facts(),
        calendar=seated,
    )


def event_cancelled(case: Case) -> Letter:
    return Letter(
        _("The event is cancelled: %(event)s") % {"event": case.title},
        [_("The event does not take place. You need not do anything; the entry disappears from your calendar.")],
        [(_("To the page of the event"), event_address(case.event, case.language))],
        case.facts(),
        calendar=True,
    )


def event_reopened(case: Case) -> Letter:
    return Letter(
        _("The event takes place after all: %(event)s") % {"event": case.title},
        [
            _(
                "We told you that this event was cancelled. It takes place after all. You are not registered any more: "
                "if you want to come, please register again."
            )
        ],
        [(_("To the page of the event"), event_address(case.event, case.language))],
        case.facts(),
    )


def join_link(case: Case) -> Letter:
    return Letter(
        _("New link to take part: %(event)s") % {"event": case.title},
        [_("The link to take part in this event has changed. Please use only the one below.")],
        [case.manage],
        case.facts(),
    )


def reminder(case: Case) -> Letter:
    days = (case.event.starts_at - case.now).days + 1
    return Letter(
        _("Reminder: %(event)s") % {"event": case.title},
        [
            ngettext(
                "The event for which you registered takes place within a day.",
                "The event for which you registered takes place in %(days)d days.",
                days,
            )
            % {"days": days},
            *_join_note(case),
            case.cancel_deadline(),
        ],
        [case.manage],
        case.facts(),
    )


def thanks(case: Case) -> Letter:
    return Letter(
        _("Thank you for taking part: %(event)s") % {"event": case.title},
        [
            _("Thank you for your interest in this event. Recordings and material are on this page:"),
            case.event.recordings_link,
        ],
        [(_("Recordings and material"), case.event.recordings_link)],
        case.facts(),
    )


def links(case: Case) -> Letter:
    return Letter(
        _("Your link: %(event)s") % {"event": case.title},
        [_("You asked for a new link to your registration. If it was not you, do nothing.")],
        [case.manage],
        case.facts(),
    )


def message(case: Case) -> Letter:
    """The organiser's words, with what the portal adds."""
    written = case.mail.message.texts.all() if case.mail.message else []
    letter = organiser_letter({text.language: (text.subject, text.body) for text in written}, case.language)
    letter.buttons, letter.facts = [case.manage], case.facts()
    return letter


def organiser_letter(texts: Mapping[str, tuple[str, str]], language: str) -> Letter:
    """The organiser's words in ``language``, or in the one its readers understand best, which is then named."""
    code = next(code for code in reading_order(language) if code in texts)
    subject, body = texts[code]
    paragraphs = [part.strip() for part in body.replace("\r\n", "\n").split("\n\n") if part.strip()]
    if code != language:
        named = _("This message is written in %(language)s.") % {"language": language_name(code, language)}
        paragraphs.insert(0, named)
    return Letter(subject, paragraphs, footer=[_("The organiser of the event wrote this message to you.")])


def _join_note(case: Case) -> list[str]:
    if case.registration.pool.kind != "online" or not case.event.join_link:
        return []
    if visible_join_link(case.registration, case.now):
        return [_("The link to take part is below. It is meant for you: please do not pass it on.")]
    return [
        _("You find the link to take part on the page of your registration from %(moment)s on.")
        % {"moment": case.when(case.event.join_link_visible_from())}
    ]


WRITERS: dict[MailKind, Callable[[Case], Letter]] = {
    MailKind.OPT_IN: opt_in,
    MailKind.CONFIRMED: confirmed,
    MailKind.WAITING: waiting,
    MailKind.OFFERED: offered,
    MailKind.LAPSED: lapsed,
    MailKind.PROMOTED: promoted,
    MailKind.CHANGED: changed,
    MailKind.CANCELLED_SELF: cancelled_self,
    MailKind.CANCELLED_DESK: cancelled_desk,
    MailKind.EVENT_MOVED: event_moved,
    MailKind.EVENT_CANCELLED: event_cancelled,
    MailKind.EVENT_REOPENED: event_reopened,
    MailKind.JOIN_LINK: join_link,
    MailKind.REMINDER: reminder,
    MailKind.THANKS: thanks,
    MailKind.LINKS: links,
    MailKind.MESSAGE: message,
}
