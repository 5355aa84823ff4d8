"""What waits and says what is shown already is flagged in the queue, across languages, and linked by one button."""

import pytest
from django.urls import reverse

from events.dialogue.enums import ContributionState
from events.dialogue.models import Contribution
from events.dialogue.moderation.copies import find_originals
from tests.events.dialogue.desk.test_queue import QUERIES, queue
from tests.events.dialogue.occasions import contribute, make_question, seen, shown

pytestmark = pytest.mark.django_db
BUSES = "Fleiri strætóar á kvöldin í sveitinni, takk!"


def flagged(*contributions: Contribution) -> dict[str, str]:
    """Public id of what is flagged, and of what it is like."""
    found = find_originals(contributions)
    return {one.public_id: found[one.pk].public_id for one in contributions if one.pk in found}


def test_same_letters_and_figures_are_flagged_and_nearly_the_same_is_not(occasion):
    original = shown(occasion, BUSES)
    copy = contribute(occasion, "fleiri  STRÆTÓAR á kvo\u0308ldin í sveitinni – takk", language="is")
    near = contribute(occasion, "Fleiri strætóar á kvöldin og bókasafn um helgar.", language="is")

    assert flagged(copy, near) == {copy.public_id: original.public_id}


def test_hidden_withdrawn_and_other_questions_are_not_compared(occasion):
    contribute(occasion, BUSES, state=ContributionState.HELD)
    shown(occasion, BUSES, question=make_question(occasion, 1))
    other = shown(occasion, "Allt annað.")
    copy, linked = contribute(occasion, BUSES), contribute(occasion, "Allt annað.", same_as=other)

    assert flagged(copy, linked) == {}


def test_new_words_are_not_flagged_as_those_that_they_replace(occasion):
    before = shown(occasion, BUSES)
    after = contribute(occasion, f"{BUSES}!!", replaces=before)

    assert flagged(after) == {}


def test_button_links_to_what_is_shown(desk, occasion):
    original, copy = shown(occasion, BUSES), contribute(occasion, BUSES.upper())
    html = desk.get(queue(occasion)).content.decode()
    assert f'name="other" value="{original.public_id}"' in html
    assert reverse("dialogue_contribution", args=[occasion.pk, original.pk]) in html

    data = {"seen": seen(copy), "action": "link", "other": original.public_id}
    desk.post(reverse("dialogue_decide", args=[occasion.pk, copy.pk]), data)
    copy.refresh_from_db()

    assert (copy.same_as_id, copy.state) == (original.pk, ContributionState.PENDING)
    assert f'name="other" value="{original.public_id}"><button' not in desk.get(queue(occasion)).content.decode()


@pytest.mark.parametrize("sent", [{"action": "unlink"}, {"action": "link", "other": ""}])
def test_taking_a_link_back_is_told_in_its_own_words(desk, occasion, sent):
    copy = contribute(occasion, BUSES, same_as=shown(occasion, BUSES))
    address = reverse("dialogue_decide", args=[occasion.pk, copy.pk])
    told = desk.post(address, {"seen": seen(copy), **sent}, follow=True).content.decode()
    assert f"Says something else: {copy.public_id}" in told


@pytest.mark.parametrize(("query", "more"), [("", 0), ("?order=newest", 0), ("?language=is", 1)])
def test_comparing_costs_one_query_in_place_of_another(desk, occasion, django_assert_num_queries, query, more):
    for number in range(30):
        shown(occasion, f"{BUSES} {number}")
        contribute(occasion, f"{BUSES} {number}")
    desk.get(queue(occasion, query))

    with django_assert_num_queries(QUERIES + more):
        html = desk.get(queue(occasion, query)).content.decode()

    assert html.count('name="other" value="') == 25
    assert "30 contributions wait" in html
