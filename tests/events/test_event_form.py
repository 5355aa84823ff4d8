"""The form of an event in the admin: what people type is understood, said back, or refused beside its field."""

from datetime import date, time
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import EventIndexPage, EventPage
from portal.dates.words import words_of_day
from tests.editing.admin_forms import page_form, speak
from tests.partners.world import World
from tests.sites import active_languages

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year + 1


@pytest.fixture
def add_address(world: World) -> str:
    parent = EventIndexPage.objects.get(locale__language_code="en")
    return reverse("wagtailadmin_pages:add", args=["events", "eventpage", parent.pk])


def event_fields(**changes: str) -> dict[str, str]:
    fields = {"title": "Åben dag", "slug": "aben-dag", "summary": "Kom og se.", "country": "DK"}
    return fields | {"start_date": f"15.3.{YEAR}", "start_time": "kl. 13"} | changes


def field_of(html: str, name: str) -> tuple[str, str, str]:
    """The value of a field, its error, and the words beside it."""
    soup = BeautifulSoup(html, "html.parser")
    shown = soup.find(id=f"id_{name}")
    wrapper = shown.find_parent(class_="w-field")
    words, error = wrapper.find("output"), wrapper.find(class_="error-message")
    # The schedule stands in a template, whose text is none for the parser.
    return shown.get("value", ""), unescape(str(error or "")), unescape(str(words or ""))


@pytest.mark.parametrize("language", active_languages())
def test_dates_are_taken_as_typed_in_the_admin_of_each_language(
    client: Client, world: World, add_address: str, language: str
):
    speak(world.secretary, language)
    client.force_login(world.secretary)
    typed = {
        "start_date": f"15. maaliskuuta {YEAR}",
        "start_time": "klo 9.30",
        "end_date": f"den 16 mars {YEAR}",
        "end_time": "1 pm",
        "registration_opens": f"1. februar {YEAR} kl. 12",
        "registration_closes": f"1.3.{YEAR} 12.00",
        "go_live_at": f"15/1/{YEAR} 8:00",
    }
    answer = client.post(add_address, page_form(client, add_address, **event_fields(**typed)))
    page = EventPage.objects.get(slug="aben-dag")
    saved = page.get_latest_revision_as_object()
    assert (answer.status_code, saved.start_date, saved.end_date) == (302, date(YEAR, 3, 15), date(YEAR, 3, 16))
    assert (saved.start_time, saved.end_time) == (time(9, 30), time(13))
    opened = timezone.localtime(saved.registration_opens)
    assert (opened.date(), opened.time()) == (date(YEAR, 2, 1), time(12))
    assert timezone.localtime(saved.go_live_at).strftime("%d.%m %H:%M") == "15.01 08:00"
    shown = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert words_of_day(date(YEAR, 3, 15)) in field_of(shown, "start_date")[2] or language != "en"
    assert str(YEAR) in field_of(shown, "start_date")[2]


@pytest.mark.parametrize("language", active_languages())
def test_what_is_not_understood_stays_and_is_refused_beside_its_field(
    client: Client, world: World, add_address: str, language: str
):
    speak(world.secretary, language)
    client.force_login(world.secretary)
    typed = {"start_date": "næste mandag", "start_time": "efter frokost", "go_live_at": "snart", "title": "Åben dag"}
    answer = client.post(add_address, page_form(client, add_address, **event_fields(**typed)))
    html = answer.content.decode()
    assert (answer.status_code, EventPage.objects.filter(slug="aben-dag").exists()) == (200, False)
    for name in ("start_date", "start_time", "go_live_at"):
        value, error, _words = field_of(html, name)
        assert value == typed[name]
        assert typed[name] in error
        assert ("is not understood" in error) == (language == "en")
