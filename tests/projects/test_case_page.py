"""What a case study shows of other rooms."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from portal.core.hooks.shown import shown_at
from projects.models import CaseArena
from tests.sites import add_case, add_event, make_site


@pytest.mark.django_db
def test_a_case_shows_the_events_where_it_was_presented(client):
    make_site("en")
    event = add_event(title="Workshop in Testby", slug="workshop")
    case = add_case(title="Snow ploughs", slug="snow-ploughs")
    CaseArena.objects.create(page=case, event=event)

    page = client.get("/en/projects/snow-ploughs/").content.decode()

    assert '<ul class="event-list"><li>' in page
    assert '<a href="/en/events/workshop/">Workshop in Testby</a>' in page
    assert (
        '<a href="/en/projects/snow-ploughs/">Snow ploughs</a>' in client.get("/en/events/workshop/").content.decode()
    )


@pytest.mark.django_db
def test_an_event_names_a_case_that_is_public_once_and_in_the_best_version(client, django_assert_num_queries):
    make_site("en", "fi")
    event = add_event()
    case = add_case(title="Snow ploughs")
    hidden = add_case(title="Taken away")
    finnish = add_case("fi", of=case, title="Lumiaurat")
    for page in (case, finnish, hidden):
        CaseArena.objects.create(page=page, event=event)
    hidden.unpublish()

    with django_assert_num_queries(1):
        assert [page.title for page in shown_at(event.translation_key, "fi")] == ["Lumiaurat"]
    assert [page.title for page in shown_at(event.translation_key, "en")] == ["Snow ploughs"]


@pytest.mark.django_db
def test_a_case_was_shown_elsewhere_too_and_says_where_and_when(client):
    make_site("en")
    case = add_case(slug="shown", original_language="nb")
    CaseArena.objects.create(page=case, title="Utstillingen i Prøveby", place="Prøveby", day=date(2031, 5, 4))

    page = client.get("/en/projects/shown/").content.decode()

    assert '<span lang="nb" dir="auto">Utstillingen i Prøveby, Prøveby</span>, 4 May 2031' in page


@pytest.mark.parametrize(
    ("fields", "wrong"), [({}, "event"), ({"title": "Expo"}, "day"), ({"event_id": 1, "title": "Expo"}, "title")]
)
def test_an_arena_is_an_event_or_the_name_and_day_of_another_one(fields, wrong):
    with pytest.raises(ValidationError) as error:
        CaseArena(**fields).clean()
    assert list(error.value.message_dict) == [wrong]


@pytest.mark.django_db
def test_a_case_says_first_what_it_takes_and_leaves_out_what_nobody_told(client):
    make_site("en")
    told = {"cost": "Two plain coins.", "lessons": "<p>The first plough broke.</p>", "size_band": "small"}
    add_case(slug="told", start_year=2019, **told)
    add_case(slug="untold")

    page = client.get("/en/projects/told/").content.decode()
    other = client.get("/en/projects/untold/").content.decode()

    assert page.index("Two plain coins.") < page.index("The first plough broke.") < page.index("The challenge.")
    assert "<span>2019–</span>" in page
    assert "What did not work" not in other
    assert 'id="brief"' not in other


@pytest.mark.django_db
def test_somebody_can_be_asked_about_every_case(client):
    make_site("en")
    case = add_case(slug="nobody-named")
    add_case(slug="somebody", contact_email="hidden@test.example")

    assert f'href="/en/contact/?page={case.pk}"' in client.get("/en/projects/nobody-named/").content.decode()
    named = client.get("/en/projects/somebody/").content.decode()
    assert 'href="/en/projects/somebody/contact/"' in named
    assert "hidden@test.example" not in named


@pytest.mark.django_db
def test_a_past_event_leads_with_what_came_of_it(client):
    make_site("en")
    announced = [("paragraph", "<p>Everybody is welcome.</p>")]
    past = add_event(description=announced, afterwards=[("paragraph", "<p>Forty people came.</p>")])
    untold = add_event(description=announced)

    page = client.get(past.url_path).content.decode()
    other = client.get(untold.url_path).content.decode()

    assert page.index("Forty people came.") < page.index("How it was announced") < page.index("Everybody is welcome.")
    assert "How it was announced" not in other
    assert "This event is over." in other
