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
