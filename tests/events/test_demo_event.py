"""The try-out event of the README's tour."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from events.models import Event, EventPage, LogEntry, Registration
from tests.events.factories import registered
from tests.sites import add_event, make_site

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture
def site():
    return make_site(*LANGUAGES)


def demo(**options) -> str:
    out = StringIO()
    call_command("demo_event", stdout=out, **options)
    return out.getvalue()


def test_demo_event_opens_registration_in_all_languages_and_prints_where(site, client):
    printed = demo(capacity=3)

    event = Event.objects.get()
    for language in LANGUAGES:
        assert f"http://testserver/{language}/events/demo-workshop/register/" in printed
        page = client.get(f"/{language}/events/demo-workshop/")
        assert f'href="/{language}/events/demo-workshop/register/"' in page.content.decode()
        form = client.get(f"/{language}/events/demo-workshop/register/")
        assert form.status_code == 200
        assert set(event.questions.first().texts) == set(LANGUAGES)
    assert list(event.pools.values_list("capacity", flat=True)) == [3]
    assert f"/admin/desk/{event.pk}/" in printed


def test_demo_event_again_changes_it_and_remove_leaves_nothing(site):
    demo(capacity=3)
    demo(capacity=1, days=5)
    registered(Event.objects.get(), now=timezone.now())

    assert "1 registrations are removed" in demo(remove=True)

    assert [model.objects.count() for model in (Event, EventPage, Registration, LogEntry)] == [0, 0, 0, 0]


def test_demo_event_does_not_take_the_place_of_a_real_one(site):
    add_event(slug="demo-workshop")

    with pytest.raises(CommandError, match="choose another"):
        demo()
    assert EventPage.objects.count() == 1
    demo(remove=True)
    assert EventPage.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [("--days", "999999999"), ("--days", "-1"), ("--capacity", "99999999999999"), ("--slug", "…")]
)
def test_numbers_and_addresses_that_cannot_be_are_told(wrong: tuple[str, str]):
    with pytest.raises(CommandError, match=r"--days goes from|makes no address"):
        call_command("demo_event", *wrong)
