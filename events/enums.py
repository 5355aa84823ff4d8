"""Choices about events."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EventType(models.TextChoices):
    """What sort of gathering it is."""

    WORKSHOP = "workshop", _("Workshop")
    CONFERENCE = "conference", _("Conference")
    EXPO = "expo", _("Expo")
    LAUNCH = "launch", _("Launch")


class EventFormat(models.TextChoices):
    """How one takes part."""

    ONLINE = "online", _("Online")
    IN_PERSON = "in_person", _("In person")
    HYBRID = "hybrid", _("In person and online")


class DatePrecision(models.TextChoices):
    """Precision of a date."""

    MINUTE = "minute", _("Day and time")
    DAY = "day", _("Day")
    MONTH = "month", _("Month")


class EventStatus(models.TextChoices):
    """Whether an event takes place. What is past is read from the clock, never stored."""

    SCHEDULED = "scheduled", _("Takes place")
    CANCELLED = "cancelled", _("Cancelled")
    #: The pages are gone or unpublished: nobody new may register, those who did keep their links.
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Moderation(models.TextChoices):
    """Whether a contribution is read before or after it is shown."""

    BEFORE = "before", _("Somebody reads it before it is shown")
    AFTER = "after", _("It is shown at once, and read afterwards")


class PoolKind(models.TextChoices):
    """Kinds of seats, each with a waiting list of its own."""

    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")


class Promotion(models.TextChoices):
    """How people are promoted from the waiting list when a seat becomes free."""

    AUTOMATIC = "automatic", _("The first in the queue gets the seat at once")
    OFFER = "offer", _("The first in the queue is asked and has a limited time to answer")


class RegistrationState(models.TextChoices):
    """States of a registration; docs/registration.md has the transitions between them."""

    UNCONFIRMED = "unconfirmed", pgettext_lazy("state of a registration", "Unconfirmed")
    CONFIRMED = "confirmed", pgettext_lazy("state of a registration", "Registered")
    WAITING = "waiting", pgettext_lazy("state of a registration", "Waiting")
    OFFERED = "offered", pgettext_lazy("state of a registration", "Seat offered")
    LAPSED = "lapsed", pgettext_lazy("state of a registration", "Offer not taken")
    CANCELLED = "cancelled", pgettext_lazy("state of a registration", "Cancelled")


#: States in which a registration counts: one per event and address.
LIVE_STATES = (RegistrationState.CONFIRMED, RegistrationState.WAITING, RegistrationState.OFFERED)
#: States that hold a seat (an offer only until it expires).
SEATED_STATES = (RegistrationState.CONFIRMED, RegistrationState.OFFERED)


class QuestionKind(models.TextChoices):
    """The form of an answer."""

    SHORT_TEXT = "short_text", _("Short text")
    LONG_TEXT = "long_text", _("Long text")
    ONE_OF = "one_of", _("One of several")
    SOME_OF = "some_of", _("Any of several")
    YES_NO = "yes_no", _("Yes or no")


class TokenPurpose(models.TextChoices):
    """Purpose of a bearer token in a mailed link."""

    CONFIRM = "confirm", "Confirm"
    MANAGE = "manage", "Manage"
    #: Joins the live room of the event, once.
    LIVE = "live", "Take part live"


class MailKind(models.TextChoices):
    """Every mail the registration sends; what stands before the dot is its name as a client of the outbox."""

    OPT_IN = "registration.opt_in", _("Please confirm")
    CONFIRMED = "registration.confirmed", _("Registered")
    WAITING = "registration.waiting", _("On the waiting list")
    OFFERED = "registration.offered", _("A seat is offered")
    LAPSED = "registration.lapsed", _("Offer not taken")
    PROMOTED = "registration.promoted", _("A seat became free")
    CHANGED = "registration.changed", _("Registration changed")
    CANCELLED_SELF = "registration.cancelled_self", _("Cancelled by the registrant")
    CANCELLED_DESK = "registration.cancelled_desk", _("Cancelled by the organiser")
    EVENT_MOVED = "registration.event_moved", _("Event moved")
    EVENT_CANCELLED = "registration.event_cancelled", _("Event cancelled")
    EVENT_REOPENED = "registration.event_reopened", _("Event takes place after all")
    JOIN_LINK = "registration.join_link", _("Link to take part")
    REMINDER = "registration.reminder", _("Reminder")
    THANKS = "registration.thanks", _("Thank you")
    LINKS = "registration.links", _("Link sent again")
    MESSAGE = "registration.message", _("Message from the organiser")


class Action(models.TextChoices):
    """Actions in the audit log. The log names numbers and states, never people who registered."""

    CONFIRM = "confirm", _("Confirmed")
    PROMOTE = "promote", _("Promoted from the waiting list")
    OFFER = "offer", _("Seat offered")
    ACCEPT = "accept", _("Offer accepted")
    DECLINE = "decline", _("Offer declined")
    LAPSE = "lapse", _("Offer expired")
    REJOIN = "rejoin", _("Joined the waiting list again")
    CANCEL = "cancel", pgettext_lazy("state of a registration", "Cancelled")
    CHANGE = "change", _("Answers changed")
    MOVE = "move", _("Moved to another pool")
    ADD = "add", _("Registered by hand")
    CHECK_IN = "check_in", _("Checked in")
    UNDO_CHECK_IN = "undo_check_in", _("Check-in undone")
    RESEND = "resend", _("Mail sent again")
    ERASE = "erase", _("Personal data erased on request")
    ANONYMISE = "anonymise", _("Personal data deleted on schedule")
    CAPACITY = "capacity", _("Number of places changed")
    ACKNOWLEDGE = "acknowledge", _("Overbooking acknowledged")
    EVENT_MOVED = "event_moved", _("Event moved")
    EVENT_CANCELLED = "event_cancelled", _("Event cancelled")
    EVENT_REOPENED = "event_reopened", _("Event reopened")
    VIEW = "view", _("List viewed")
    EXPORT = "export", _("List exported")
    MESSAGE = "message", _("Message sent")
    LINKS = "links", _("Links changed")
    BOUNCE = "bounce", _("Mail refused for good")
    WORKS = "works", _("The address works again")


class Actor(models.TextChoices):
    """Actors in the audit log."""

    SELF = "self", _("The registrant")
    DESK = "desk", _("An organiser")
    SYSTEM = "system", _("The portal")


class Need(models.TextChoices):
    """Questions that the portal words itself, in every language; all of them are sensitive."""

    ACCESS = "access", _("What do you need to take part? (sign language, captions, step-free access …)")
    FOOD = "food", _("What can you not eat?")
