"""Querysets of the home page."""

from typing import NamedTuple

from events.models import EventPage
from events.queries import past_events, upcoming_events
from portal.core.models.frame import Frame
from portal.core.queries import as_rows
from projects.enums import SizeBand
from projects.models import CaseStudyPage
from projects.queries import listed_cases, with_elements

#: Case studies on the front page, and the newest ones among which they are chosen.
CASES, CANDIDATES = 3, 60


def front_page_event(language: str) -> tuple[EventPage | None, bool]:
    """The next event and True; when none is coming, the latest one and False."""
    upcoming = upcoming_events(language).first()
    if upcoming:
        return upcoming, True
    return past_events(language).first(), False


def front_page_cases(language: str, frame: Frame) -> list[CaseStudyPage]:
    """The cases published last, with their elements; those in the reader's own language first.

    Each is from another country where there are as many, and one at least from a small or rural place.
    """
    newest = listed_cases(language).order_by("readers__rank", "-first_published_at", "pk")
    candidates = newest.values_list("pk", "country", "size_band", "rural")[:CANDIDATES]
    chosen = choose_cases([Candidate(*row) for row in candidates])
    cases = as_rows(CaseStudyPage.objects.filter(pk__in=chosen))
    by_key = {case.pk: case for case in with_elements(cases, frame)}
    return [by_key[pk] for pk in chosen if pk in by_key]


class Candidate(NamedTuple):
    """What decides whether a case stands on the front page."""

    pk: int
    country: str
    size_band: str
    rural: bool

    @property
    def is_small(self) -> bool:
        """Whether the place is small or rural."""
        return self.rural or self.size_band == SizeBand.SMALL


def choose_cases(candidates: list[Candidate]) -> list[int]:
    """Primary keys of the ``CASES`` best candidates, which come in the order of preference.

    The last place is kept for a small or rural one while none has been chosen.
    """
    chosen: list[Candidate] = []
    while len(chosen) < CASES and len(chosen) < len(candidates):
        left = [candidate for candidate in candidates if candidate not in chosen]
        countries = {candidate.country for candidate in chosen}
        is_last = len(chosen) == CASES - 1 and not any(candidate.is_small for candidate in chosen)
        # Ordered by what matters most; ``min`` keeps the order of preference among equals.
        chosen.append(min(left, key=lambda one: (is_last and not one.is_small, one.country in countries)))
    return [candidate.pk for candidate in chosen]
