"""Cover picture and social card of an event: what they are drawn from."""

from events.models import EventPage
from portal.core.pictures.covers import Cover
from portal.core.pictures.tasks import cover_of


@cover_of.register
def cover_of_event(page: EventPage) -> Cover:
    """Its country, and the elements that are discussed."""
    numbers = page.event_elements.order_by("sort_order").values_list("element__number", flat=True)
    return Cover(page.slug, page.country, tuple(numbers))
