"""The form of an event in the admin: what people type is understood, said back, or refused beside its field."""

from datetime import date, time
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import EventIndexPage, EventPage
from portal.core.forms.dates.words import words_of_day
from portal.editing.publication.gates import NotReadyError, problems
from tests.drills import drilled
from tests.partners.world import World
from tests.portal.editing.admin_forms import page_form, speak
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


@pytest.mark.parametrize("language", drilled(active_languages(), tested="fi"))
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


@pytest.mark.parametrize("language", drilled(active_languages(), tested="en"))
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


def begun(**changes: str) -> dict[str, str]:
    return event_fields(**{"start_date": "16. november 2020", "action-publish": "1", **changes})


@pytest.mark.parametrize("language", ["da", "fi", "en"])
def test_an_event_that_has_begun_asks_before_it_is_published(
    client: Client, world: World, add_address: str, language: str
):
    speak(world.secretary, language)
    client.force_login(world.secretary)
    today = timezone.localdate().strftime("%d.%m.%Y")
    for day in ("16. november 2020", today):
        asked = client.post(add_address, page_form(client, add_address, **begun(start_date=day))).content.decode()
        assert field_of(asked, "start_date")[0] == day
        assert str(day[-4:]) in field_of(asked, "confirm_start")[1]
    assert not EventPage.objects.filter(slug="aben-dag").exists()
    client.post(add_address, page_form(client, add_address, **begun(confirm_start="on")))
    assert EventPage.objects.get(slug="aben-dag").live


def test_an_answer_holds_for_its_day_only_and_a_public_event_is_not_asked_about_again(
    client: Client, world: World, add_address: str
):
    client.force_login(world.secretary)
    client.post(add_address, page_form(client, add_address, **begun(confirm_start="on")))
    page = EventPage.objects.get(slug="aben-dag")
    page.confirmed_start = None
    assert [problem for problem in problems(page) if problem.field == "confirm_start"] == []
    page.start_date = date(2020, 11, 17)
    page.confirmed_start = date(2020, 11, 16)
    assert [problem.field for problem in problems(page)] == ["confirm_start"]


def test_an_event_that_will_have_begun_when_it_goes_live_asks_before_it_is_scheduled(
    client: Client, world: World, add_address: str
):
    client.force_login(world.secretary)
    late = begun(start_date=f"15.3.{YEAR}", go_live_at=f"15.3.{YEAR} 8:00")
    asked = client.post(add_address, page_form(client, add_address, **late)).content.decode()
    assert "will have begun when the page goes live" in field_of(asked, "confirm_start")[1]
    assert not EventPage.objects.filter(slug="aben-dag").exists()
    client.post(add_address, page_form(client, add_address, **late | {"go_live_at": f"14.3.{YEAR} 8:00"}))
    assert EventPage.objects.get(slug="aben-dag").scheduled_revision


def test_a_copy_is_a_draft_and_keeps_no_answer(client: Client, world: World, add_address: str):
    client.force_login(world.secretary)
    client.post(add_address, page_form(client, add_address, **begun(confirm_start="on")))
    page = EventPage.objects.get(slug="aben-dag")
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])
    data = {"new_title": "Åben dag igen", "new_slug": "aben-dag-igen", "new_parent_page": str(page.get_parent().pk)}
    client.post(address, data | {"publish_copies": "on"})
    copy = EventPage.objects.get(slug="aben-dag-igen")
    assert 'name="alias"' not in client.get(address).content.decode()
    client.post(address, data | {"new_slug": "aben-dag-alias", "alias": "on"})
    assert not EventPage.objects.filter(alias_of=page).exists()
    assert (copy.live, copy.get_latest_revision_as_object().confirmed_start) == (False, None)
    with pytest.raises(NotReadyError):
        copy.get_latest_revision().publish(user=world.secretary)


def test_reports_are_filtered_by_days_as_people_write_them(client: Client, world: World):
    client.force_login(world.secretary)
    address = reverse("wagtailadmin_reports:site_history")
    today = timezone.localdate()
    for text in (f"{today.day}.{today.month}.{today.year}", today.strftime("%d-%m-%Y"), today.isoformat()):
        answer = client.get(address, {"timestamp_from": text}, follow=True)
        assert answer.status_code == 200
        assert f'value="{text}"' in answer.content.decode()
