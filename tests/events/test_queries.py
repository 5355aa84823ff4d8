"""Lists of events and the ways between them."""

import pytest

from events.models import EventPage
from events.queries import neighbours, past_events
from tests.sites import add_event, make_site

pytestmark = pytest.mark.django_db


def titles(pages: list[EventPage]) -> list[str]:
    return [page.title.partition(" ")[0] for page in pages]


def way(first: EventPage) -> list[EventPage]:
    """The pages from ``first`` on, by "next event"."""
    found, following = [first], neighbours(first)[1]
    while following is not None:
        assert neighbours(following)[0] == found[-1]
        found.append(following)
        following = neighbours(following)[1]
    return found


def test_events_that_begin_together_follow_each_other_alike_in_every_language():
    make_site("en", "da")
    names = ["Østers", "Æble", "Þorsk", "Banan", "Ásgarðr"]
    english = [add_event(title=f"{name} in English") for name in names]
    # Translated in another order: their own keys are those of nobody.
    danish = {
        page.pk: add_event("da", of=page, title=page.title.replace("in English", "på dansk")) for page in english[::-1]
    }

    assert titles(way(english[0])) == names
    assert titles(way(danish[english[0].pk])) == names
    assert titles(past_events("en")) == titles(past_events("da")) == names[::-1]
