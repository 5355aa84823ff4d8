"""What a private event page says stays out of everything that is open to all."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from events.models import EventText
from portal.core.pictures.tasks import draw_card
from portal.core.users.models import User
from tests.events.factories import coming_event
from tests.sites import add_event, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed():
    make_site("en")
    day = timezone.localdate() + timedelta(days=14)
    page = add_event(title="Closed meeting", slug="closed", start_date=day, takes_registrations=True)
    add_event(title="Open meeting", slug="open", start_date=day)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    return page


def test_feed_leaves_out_a_private_event(client, closed):
    feed = client.get("/en/events/calendar.ics").content.decode()

    assert "SUMMARY:Open meeting" in feed
    assert "Closed meeting" not in feed


def test_form_and_calendar_file_of_a_private_event_are_for_those_who_may_see_its_page(client, closed):
    addresses = ("/en/events/closed/register/", "/en/events/closed/calendar.ics")
    assert [client.get(address).status_code for address in addresses] == [404, 404]

    client.force_login(User.objects.create_user("reader", "reader@test.example", "password"))

    assert [client.get(address).status_code for address in addresses] == [200, 200]


def test_no_card_is_left_of_a_private_page(closed, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    PageViewRestriction.objects.all().delete()
    assert draw_card.call(closed.pk)
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)

    assert draw_card.call(closed.pk) == ""
    assert list((tmp_path / "social").iterdir()) == []


def test_an_event_is_named_by_a_page_that_is_online():
    event = coming_event()
    EventText.objects.filter(event=event, language="en").update(live=False)

    assert event.text("en").language == "da"

    EventText.objects.filter(event=event).update(live=False)
    assert event.text("en").language == "en"
