from events.models.pages import EventElement, EventIndexPage, EventOrganiser, EventPage

__all__ = ["EventElement", "EventIndexPage", "EventOrganiser", "EventPage"]
