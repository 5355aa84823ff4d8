"""A small, plainly fictional site with all kinds of pages."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from events.models import EventPage, SeatPool
from portal.core.models import PortalImage
from projects.models import GlossaryConcept, GlossaryEntry
from tests import sites
from tests.kept_rows import make_or_put_back

_PICTURE = bytes.fromhex("47494638396101000100800000000000ffffff2c00000000010001000002024401003b")


def make_things(*languages: str) -> None:
    """A small site with all kinds of pages, each of which leads to others."""
    make_or_put_back(_make_things, *languages)


def _make_things(*languages: str) -> None:
    sites.make_site(*languages)
    image = make_picture()
    partner = sites.add_partner(website="https://partner.example/")
    others = [sites.add_partner() for _number in range(2)]
    element = sites.add_element()
    cases = [
        sites.add_case(elements=[element], partners=[partner, others[0]], photo=image, photo_alt="Bro")
        for _number in range(3)
    ]
    sites.add_case("da", of=cases[0])
    for _number in range(2):
        sites.add_standard()
    sites.add_strategy()
    sites.add_event(organisers=[partner], elements=[element])
    entry = GlossaryConcept.objects.create(slug="twin")
    GlossaryEntry.objects.create(concept=entry, language="en", term="Digital twin", definition="A model.")
    make_coming_event()


def make_picture() -> PortalImage:
    """A picture of one pixel."""
    return PortalImage.objects.create(title="Bro", file=SimpleUploadedFile("bro.gif", _PICTURE))


def make_coming_event() -> EventPage:
    """An event in a fortnight with one seat."""
    day = (timezone.now() + timedelta(days=14)).date()
    page = sites.add_event(title="Coming", slug="coming-event", start_date=day, takes_registrations=True)
    SeatPool.objects.filter(event__translation_key=page.translation_key).update(capacity=1)
    return page
