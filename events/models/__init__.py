from events.models.drafts import EventDraft
from events.models.event import Event, EventText, Question, SeatPool
from events.models.log import LogEntry
from events.models.mail import Message, MessageText
from events.models.pages import EventElement, EventIndexPage, EventOrganiser, EventPage
from events.models.registration import Answer, Consent, ConsentText, Registration, Token

__all__ = [
    "Answer",
    "Consent",
    "ConsentText",
    "Event",
    "EventDraft",
    "EventElement",
    "EventIndexPage",
    "EventOrganiser",
    "EventPage",
    "EventText",
    "LogEntry",
    "Message",
    "MessageText",
    "Question",
    "Registration",
    "SeatPool",
    "Token",
]
