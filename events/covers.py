"""Cover picture and social card of an event: what they are drawn from."""

from events.dates.parts import date_parts
from events.models import EventPage
from portal.core.enums import place_label
from portal.core.i18n.languages import active_language
from portal.core.pictures.covers import Cover
from portal.core.pictures.tasks import Words, cover_of, words_of


@cover_of.register
def cover_of_event(page: EventPage) -> Cover:
    """Its country, the elements that are discussed, and people around a table."""
    numbers = page.event_elements.order_by("sort_order").values_list("element__number", flat=True)
    return Cover(page.slug, page.country, tuple(numbers), motifs=("table",))


@words_of.register
def words_of_event(page: EventPage) -> Words:
    """Its title and kind, the date, and the place if it has one."""
    place = place_label(page.city, page.country) if page.city else ""
    line = " · ".join(filter(None, (date_parts(page, active_language()).date, place)))
    return Words(page.title, str(page.get_event_type_display()), line)
