"""Contents of the mails to registrants. One function per kind; ``events/mail/rendering.py`` makes text and HTML of it.

A mail is written when it is sent, in the registrant's language, from what is true at that moment.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.dates.clocks import readers_moment, readers_text
from events.enums import EventFormat, MailKind, RegistrationState, TokenPurpose
from events.models import Event, EventOrganiser, Message, Registration
from events.public_urls import event_url
from events.registration.queries import live_registration, position, visible_join_link
from events.registration.tokens import link
from portal.core.i18n.languages import reading_order
from portal.core.i18n.locales import language_name
from portal.core.models.frame import frame_for


@dataclass
class MailContent:
    """The content of a mail, before it is text and HTML."""

    subject: str
    paragraphs: list[str]
    #: Label and address.
    buttons: list[tuple[str, str]] = field(default_factory=list)
    #: Label and value: what, when, where.
    facts: list[tuple[str, str]] = field(default_factory=list)
    #: Whether the calendar entry goes along.
    calendar: bool = False
    #: Lines under the text: who wrote it, if not the portal.
    footer: list[str] = field(default_factory=list)


class MailContext:
    """The context of a mail: what its content may speak of."""

    def __init__(self, registration: Registration, now: datetime, message: Message | None = None) -> None:
        self.registration, self.now, self.message = registration, now, message
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
        """What, when, where and who invites; the link to take part once it may be seen."""
        event = self.event
        online = event.format == EventFormat.ONLINE or self.registration.pool.kind == "online"
        rows = [
            (_("Event"), self.title),
            (_("Time"), readers_text(event, self.language)),
            (_("Place"), _("Online") if online else event.place or self.registration.pool.get_kind_display()),
        ]
        if organisers := self.organisers():
            rows.append((_("Organiser"), ", ".join(organisers)))
        if join := visible_join_link(self.registration, self.now):
            rows.append((_("Link to take part"), join))
        return rows

    def organisers(self) -> list[str]:
        """Names of who invites, as readers of the language know them; of the owner if the page names nobody."""
        named = EventOrganiser.objects.filter(page__translation_key=self.event.translation_key, page__live=True)
        keys = dict.fromkeys(named.order_by("sort_order").values_list("partner__translation_key", flat=True))
        owner = [self.event.organisation.name] if self.event.organisation else []
        return [entry["title"] for entry in frame_for(self.language).entries("partners", keys)] or owner

    def when(self, moment: datetime) -> str:
        """A moment on the reader's clock, as the time of the event."""
        return readers_moment(self.event, moment, self.language)

    def cancel_deadline(self) -> str:
        """How long one can cancel."""
        until = self.event.cancel_until or self.event.starts_at
        return _("You can cancel until %(moment)s. Someone else may be glad of the seat.") % {
            "moment": self.when(until)
        }


def opt_in(context: MailContext) -> MailContent:
    """The mail of the double opt-in. It holds nothing that was typed: the form must not send other people's words."""
    known = live_registration(context.event, context.registration.email_key)
    if known:
        context.registration = known
        return MailContent(
            _("You are already registered: %(event)s") % {"event": context.title},
            [
                _(
                    "Somebody, probably you, filled in the form for this event with your address. You are registered "
                    "already, so nothing has changed. With this link you see how things stand."
                )
            ],
            [context.manage],
            context.facts(),
        )
    return MailContent(
        _("Please confirm your registration: %(event)s") % {"event": context.title},
        [
            _(
                "Somebody, probably you, filled in the form for this event with your address. Please confirm that it "
                "works. Only then do you get a seat or a place on the waiting list."
            ),
            _("The link works until %(moment)s.")
            % {"moment": context.when(context.registration.expires_at or context.event.starts_at)},
            _("If it was not you, do nothing: what was typed is then deleted by itself."),
        ],
        [(_("Confirm your registration"), link(context.registration, TokenPurpose.CONFIRM, context.now))],
        context.facts(),
    )


def confirmed(context: MailContext) -> MailContent:
    return MailContent(
        _("You are registered: %(event)s") % {"event": context.title},
        [_("You are registered. The calendar entry is attached."), *_join_note(context), context.cancel_deadline()],
        [context.manage],
        context.facts(),
        calendar=True,
    )


def promoted(context: MailContext) -> MailContent:
    return MailContent(
        _("A seat became free, you are registered: %(event)s") % {"event": context.title},
        [
            _("A seat became free and it is yours: you are registered. The calendar entry is attached."),
            *_join_note(context),
            context.cancel_deadline(),
        ],
        [context.manage],
        context.facts(),
        calendar=True,
    )


def waiting(context: MailContext) -> MailContent:
    place = position(context.registration)
    return MailContent(
        _("You are on the waiting list: %(event)s") % {"event": context.title},
        [
            _("All seats are taken. You are number %(place)d on the waiting list.") % {"place": place},
            _(
                "We write to you as soon as a seat becomes free. If your plans change, leave the waiting list with the "
                "link below."
            ),
        ],
        [context.manage],
        context.facts(),
    )


def offered(context: MailContext) -> MailContent:
    until = context.registration.offer_until or context.event.starts_at
    return MailContent(
        _("A seat is yours if you want it: %(event)s") % {"event": context.title},
        [
            _("A seat became free. It is kept for you until %(moment)s. After that it is offered to the next person.")
            % {"moment": context.when(until)}
        ],
        [(_("Accept or decline the seat"), context.manage_link)],
        context.facts(),
    )


def lapsed(context: MailContext) -> MailContent:
    return MailContent(
        _("The offered seat has been passed on: %(event)s") % {"event": context.title},
        [
            _(
                "The time to answer is over, and the seat has been offered to the next person. With the link below you "
                "can join the waiting list again, at its end."
            )
        ],
        [(_("Join the waiting list again"), context.manage_link)],
        context.facts(),
    )


def changed(context: MailContext) -> MailContent:
    return MailContent(
        _("Your registration was changed: %(event)s") % {"event": context.title},
        [_("What you told about yourself was changed. If it was not you, look at your registration.")],
        [context.manage],
        context.facts(),
    )


def cancelled_self(context: MailContext) -> MailContent:
    return MailContent(
        _("You have cancelled: %(event)s") % {"event": context.title},
        [
            _("Your registration is cancelled, and your seat goes to somebody else. Thank you for telling."),
            _("If you change your mind, you can register again on the page of the event."),
        ],
        [(_("To the page of the event"), event_url(context.event, context.language))],
        context.facts(),
        calendar=True,
    )


def cancelled_desk(context: MailContext) -> MailContent:
    return MailContent(
        _("Your registration was cancelled: %(event)s") % {"event": context.title},
        [_("The organiser has cancelled your registration.")],
        [(_("To the page of the event"), event_url(context.event, context.language))],
        context.facts(),
        calendar=True,
    )


def event_moved(context: MailContext) -> MailContent:
    seated = context.registration.state == RegistrationState.CONFIRMED
    kept = (
        _("You are still registered. The new calendar entry is attached.")
        if seated
        else _("Your place on the waiting list stays the same.")
    )
    return MailContent(
        _("New time or place: %(event)s") % {"event": context.title},
        [
            _("The time or the place of this event has changed. Please see below when and where it takes place."),
            kept,
            context.cancel_deadline(),
        ],
        [context.manage],
        context.facts(),
        calendar=seated,
    )


def event_cancelled(context: MailContext) -> MailContent:
    return MailContent(
        _("The event is cancelled: %(event)s") % {"event": context.title},
        [_("The event does not take place. You need not do anything; the entry disappears from your calendar.")],
        [(_("To the page of the event"), event_url(context.event, context.language))],
        context.facts(),
        calendar=True,
    )


def event_reopened(context: MailContext) -> MailContent:
    return MailContent(
        _("The event takes place after all: %(event)s") % {"event": context.title},
        [
            _(
                "We told you that this event was cancelled. It takes place after all. You are not registered any more: "
                "if you want to come, please register again."
            )
        ],
        [(_("To the page of the event"), event_url(context.event, context.language))],
        context.facts(),
    )


def join_link(context: MailContext) -> MailContent:
    return MailContent(
        _("New link to take part: %(event)s") % {"event": context.title},
        [_("The link to take part in this event has changed. Please use only the one below.")],
        [context.manage],
        context.facts(),
    )


def reminder(context: MailContext) -> MailContent:
    days = (context.event.starts_at - context.now).days + 1
    return MailContent(
        _("Reminder: %(event)s") % {"event": context.title},
        [
            ngettext(
                "The event for which you registered takes place within a day.",
                "The event for which you registered takes place in %(days)d days.",
                days,
            )
            % {"days": days},
            *_join_note(context),
            context.cancel_deadline(),
        ],
        [context.manage],
        context.facts(),
    )


def thanks(context: MailContext) -> MailContent:
    return MailContent(
        _("Thank you for taking part: %(event)s") % {"event": context.title},
        [
            _("Thank you for your interest in this event. Recordings and material are on this page:"),
            context.event.recordings_link,
        ],
        [(_("Recordings and material"), context.event.recordings_link)],
        context.facts(),
    )


def links(context: MailContext) -> MailContent:
    return MailContent(
        _("Your link: %(event)s") % {"event": context.title},
        [_("You asked for a new link to your registration. If it was not you, do nothing.")],
        [context.manage],
        context.facts(),
    )


def message(context: MailContext) -> MailContent:
    """The organiser's words, with what the portal adds."""
    written = context.message.texts.all() if context.message else []
    content = organiser_content({text.language: (text.subject, text.body) for text in written}, context.language)
    content.buttons, content.facts = [context.manage], context.facts()
    return content


def organiser_content(texts: Mapping[str, tuple[str, str]], language: str) -> MailContent:
    """The organiser's words in ``language``, or in the one its readers understand best, which is then named."""
    code = next(code for code in reading_order(language) if code in texts)
    subject, body = texts[code]
    paragraphs = [part.strip() for part in body.replace("\r\n", "\n").split("\n\n") if part.strip()]
    if code != language:
        named = _("This message is written in %(language)s.") % {"language": language_name(code, language)}
        paragraphs.insert(0, named)
    return MailContent(subject, paragraphs, footer=[_("The organiser of the event wrote this message to you.")])


def _join_note(context: MailContext) -> list[str]:
    if context.registration.pool.kind != "online" or not context.event.join_link:
        return []
    if visible_join_link(context.registration, context.now):
        return [_("The link to take part is below. It is meant for you: please do not pass it on.")]
    return [
        _("You find the link to take part on the page of your registration from %(moment)s on.")
        % {"moment": context.when(context.event.join_link_visible_from())}
    ]


CONTENTS: dict[MailKind, Callable[[MailContext], MailContent]] = {
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
