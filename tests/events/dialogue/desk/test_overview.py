"""What the desk and the dashboard say is due: what waits for too long, reports, statements of countries."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.dialogue.desk.countries import countries_without_statement
from events.dialogue.desk.panel import panel_rows
from events.dialogue.models import Occasion
from events.dialogue.reports.due import report_is_due
from events.models import Event
from tests.events.dialogue.occasions import NOW, contribute, later, make_occasion, make_organisation, shown
from tests.events.factories import make_event
from tests.sites import add_event, make_site

pytestmark = pytest.mark.django_db


def test_the_report_is_asked_for_from_the_seventh_day_until_it_is_there(occasion):
    occasion.closes_at = NOW
    occasion.save()
    assert not report_is_due(occasion, later(days=8))  # nobody said anything, and nothing was promised
    shown(occasion)
    assert not report_is_due(occasion, later(days=6))
    assert report_is_due(occasion, later(days=7))
    Occasion.objects.update(reported_at=later(days=8))
    assert not report_is_due(occasion, later(days=9))


def test_the_day_of_the_event_counts_before_the_day_on_which_input_closes(occasion):
    event = make_event()
    ends_at = Event.objects.get(pk=event.pk).ends_at
    Occasion.objects.update(event=event, closes_at=ends_at + timedelta(weeks=4))
    shown(occasion)
    assert not report_is_due(occasion, ends_at + timedelta(days=6))
    assert report_is_due(occasion, ends_at + timedelta(days=7))


def test_a_promised_day_is_asked_for_when_it_comes(occasion):
    Occasion.objects.update(report_due=date(2026, 11, 5))
    assert not report_is_due(occasion, later(days=2))
    assert report_is_due(occasion, later(days=3))


def test_the_dashboard_says_what_waits_and_what_is_due(occasion, anna, sif):
    other = make_occasion(make_organisation("beta"))
    for place in (occasion, other, None):
        contribute(place, question=(occasion if place is None else place).questions.first(), created_at=NOW)
    Occasion.objects.filter(pk=occasion.pk).update(report_due=date(2026, 11, 3))
    (own,) = panel_rows(anna, later(days=3))
    assert (own.title, own.waiting, own.overdue, own.report_is_due) == (occasion.title, 1, 1, True)
    assert len(panel_rows(sif, later(days=3))) == 3
    assert panel_rows(anna, later(hours=1))[0].overdue == 0


def test_the_card_of_the_dashboard_leads_to_the_queue(desk, occasion):
    contribute(occasion, created_at=timezone.now() - timedelta(days=20))
    html = desk.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("dialogue_queue", args=[occasion.pk]) in html
    assert "1 for longer than was promised" in html


def test_the_desk_says_which_countries_have_no_statement_yet(occasion):
    make_site("en")
    said = [
        ("statement", {"name": "Test Person", "country": country, "text": "<p>Yes</p>"}) for country in ("DK", "IS")
    ]
    page = add_event(title="Test workshop", slug="test-workshop", statements=said)
    occasion.page_key = page.translation_key
    missing = countries_without_statement(occasion)
    assert missing == ["Finland", "Norway", "Sweden", "Faroe Islands", "Greenland", "Åland Islands"]
    assert countries_without_statement(make_occasion(occasion.organisation)) == []


def test_many_people_may_be_in_one_room(desk, occasion):
    address = reverse("dialogue_room", args=[occasion.pk])
    desk.post(address, {"one_room": "on"})
    assert Occasion.objects.get().one_room
    desk.post(address, {})
    assert not Occasion.objects.get().one_room


def test_the_log_shows_the_history_of_one_number(desk, occasion):
    one, _two = contribute(occasion), contribute(occasion)
    html = desk.get(reverse("dialogue_log", args=[occasion.pk]), {"number": one.public_id.upper()}).content.decode()
    assert html.count("Contribution sent") == 1


def test_overview_leads_to_the_data_for_everybody(desk, occasion):
    text = desk.get(reverse("dialogue_overview", args=[occasion.pk])).text
    for url in (
        reverse("api_contributions", args=[occasion.page_key]),
        reverse("api_contributions_csv", args=[occasion.page_key]),
        "/en/take-part/feed.xml",
    ):
        assert f'href="{url}"' in text, url
    assert reverse("api_reactions", args=[occasion.page_key]) not in text
