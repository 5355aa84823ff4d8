"""What a case study shows of other rooms."""

import pytest

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
