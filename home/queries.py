"""What the front page shows."""

from events.models import EventPage
from events.queries import past_events, upcoming_events
from portal.frame import Frame
from projects.models import CaseStudyPage
from projects.queries import listed_cases, with_elements

#: Case studies on the front page.
CASES = 3


def front_page_event(language: str) -> tuple[EventPage | None, bool]:
    """The next event and True; when none is coming, the latest own event (or any latest) and False."""
    upcoming = upcoming_events(language).first()
    if upcoming:
        return upcoming, True
    return past_events(language).order_by("-featured", "-starts_at").first(), False


def front_page_cases(language: str, frame: Frame) -> list[CaseStudyPage]:
    """The cases published last, with their elements; those in the reader's own language first."""
    cases = listed_cases(language).order_by("reading_rank", "-first_published_at", "pk")[:CASES]
    return with_elements(cases, frame)
