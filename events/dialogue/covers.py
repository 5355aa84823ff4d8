"""Social card of a report: what it is drawn from."""

from events.dialogue.models import ReportPage
from events.models import EventPage
from portal.core.pictures.covers import Cover
from portal.core.pictures.tasks import cover_of


@cover_of.register
def cover_of_report(page: ReportPage) -> Cover:
    """Country and elements of the event that it reports on; of a consultation all elements."""
    event = EventPage.objects.filter(translation_key=page.occasion.page_key).order_by("pk").first()
    drawn = cover_of(event) if event else Cover(page.slug, "NORDIC", tuple(range(1, 8)))
    return Cover(page.slug, drawn.country, drawn.elements, motifs=drawn.motifs)
