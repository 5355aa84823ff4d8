"""Copy from last time: questions, seeds and settings of an earlier page of the same team, as new ones."""

import json
from datetime import date
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from events.models import EventIndexPage, EventPage
from tests.partners.world import World
from tests.portal.editing.admin_forms import page_form
from tests.sites import add_event

pytestmark = pytest.mark.django_db


def asked(element, text: str = "Mikä tekee penkistä hyvän?") -> str:
    """Two questions: one's own with two seeds, and those of an element."""
    seeds = [{"type": "item", "value": seed, "id": str(uuid4())} for seed in ("Skuggi", "Selkänoja ð")]
    own = {"text": text, "stages": ["before"], "seeds": seeds}
    of_element = {"element": element.pk, "number": 1, "stages": ["live"]}
    return json.dumps(
        [
            {"type": "own", "value": own, "id": str(uuid4())},
            {"type": "element", "value": of_element, "id": str(uuid4())},
        ]
    )


@pytest.fixture
def earlier(world: World) -> EventPage:
    return add_event(
        title="Smiðja í fyrra",
        organisation=world.a.organisation,
        start_date=date(2025, 3, 1),
        input_questions=asked(world.element),
        takes_input=True,
        moderation="after",
        asks_country=True,
        input_retention_months=18,
        report_due=date(2025, 4, 1),
    )


@pytest.fixture
def event(world: World) -> EventPage:
    return add_event(title="Smiðja í ár", organisation=world.a.organisation)


def edit_url(event: EventPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[event.pk])


def draft_of(event: EventPage) -> EventPage:
    return EventPage.objects.get(pk=event.pk).get_latest_revision_as_object()


def offered(client, url: str) -> list[str]:
    soup = BeautifulSoup(client.get(url).content, "html.parser")
    return [option.text for option in soup.select("[name=copy_input_from] option")][1:]


def ids_of(event: EventPage) -> set[str]:
    """Keys of the questions and of the seeds."""
    blocks = event.input_questions
    seeds = (seed for block in blocks if block.block_type == "own" for seed in block.value["seeds"].bound_blocks)
    return {str(one.id) for one in (*blocks, *seeds)}


def test_questions_and_settings_come_with_the_draft_and_times_do_not(client, world, earlier, event):
    client.force_login(world.a.member)
    url = edit_url(event)
    assert offered(client, url) == ["Smiðja í fyrra"]
    answer = client.post(url, page_form(client, url, copy_input_from=str(earlier.pk)))
    assert answer.status_code == 302
    saved = draft_of(event)
    assert [block.block_type for block in saved.input_questions] == ["own", "element"]
    own, of_element = saved.input_questions
    assert own.value["text"] == "Mikä tekee penkistä hyvän?"
    assert list(own.value["seeds"]) == ["Skuggi", "Selkänoja ð"]
    assert of_element.value["element"].pk == world.element.pk
    assert (saved.takes_input, saved.moderation, saved.asks_country) == (True, "after", True)
    assert (saved.input_retention_months, saved.report_due) == (18, None)
    assert len(ids_of(saved)) == 4
    assert not ids_of(saved) & ids_of(earlier)


def typed_question(text: str) -> dict[str, str]:
    """What a browser sends for one own question without seeds."""
    fields = {"type": "own", "order": "0", "deleted": "", "id": "", "value-text": text, "value-stages": "before"}
    of_block = {f"input_questions-0-{name}": value for name, value in fields.items()}
    return {**of_block, "input_questions-0-value-seeds-count": "0", "input_questions-count": "1"}


def test_copied_questions_stand_below_what_was_typed(client, world, earlier, event):
    client.force_login(world.a.member)
    url = edit_url(event)
    sent = page_form(client, url, copy_input_from=str(earlier.pk), **typed_question("Hvað vantar hér?"))
    assert client.post(url, sent).status_code == 302
    saved = draft_of(event)
    texts = [block.value["text"] for block in saved.input_questions if block.block_type == "own"]
    assert texts == ["Hvað vantar hér?", "Mikä tekee penkistä hyvän?"]


def test_nothing_is_published_with_what_nobody_has_looked_at(client, world, earlier, event):
    client.force_login(world.secretary)
    url = edit_url(event)
    sent = page_form(client, url, copy_input_from=str(earlier.pk), **{"action-publish": "1"})
    answer = client.post(url, sent)
    assert answer.status_code == 200
    assert "Save the draft first and look at what was copied." in answer.text
    assert not EventPage.objects.get(pk=event.pk).input_questions


def test_pages_of_other_teams_and_without_questions_are_not_offered(client, world, earlier, event):
    strange = add_event(
        title="Annarra", organisation=world.b.organisation, input_questions=asked(world.element), slug="annarra"
    )
    client.force_login(world.a.member)
    url = edit_url(event)
    assert offered(client, url) == ["Smiðja í fyrra"]
    for typed in (str(strange.pk), "x", str(event.pk)):
        answer = client.post(url, page_form(client, url, copy_input_from=typed))
        assert answer.status_code == 200, typed
    parent = EventIndexPage.objects.get(locale__language_code="en")
    add = reverse("wagtailadmin_pages:add", args=["events", "eventpage", parent.pk])
    assert offered(client, add) == ["Smiðja í fyrra"]
