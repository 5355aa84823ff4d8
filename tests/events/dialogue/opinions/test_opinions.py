"""The page of opinions: what two sides share comes first, groups only where there are some, and nothing of few."""

from datetime import timedelta

import pytest
from django.urls import reverse

from events.dialogue.enums import ContributionState, Phase
from events.dialogue.models import OpinionAnalysis, Reaction
from events.dialogue.opinions.analysing import analyse, analyse_due
from events.dialogue.privacy.forgetting import run_retention
from tests.events.dialogue.factories import (
    make_contribution,
    make_occasion,
    make_participant,
    make_question,
    make_round,
    react,
)
from tests.events.factories import NOW

pytestmark = pytest.mark.django_db


def answer_sheet(occasion, people: int, statements: int):
    """Two sides of ``people`` each, who agree on the first three statements and oppose each other on the rest."""
    question = make_question(occasion)
    over = make_round(question, phase=Phase.CLOSED, closed_at=NOW)
    said = [make_contribution(question, f"Väite {n} ð", round=over) for n in range(statements)]
    for side in (1, -1):
        for _person in range(people):
            participant, _secret = make_participant(occasion)
            Reaction.objects.bulk_create(
                Reaction(participant=participant, contribution=one, value=1 if n < 3 else side, minute=NOW)
                for n, one in enumerate(said)
            )
    return said


@pytest.fixture
def occasion():
    return make_occasion()


def page_of(client, occasion, language="en"):
    return client.get(f"/{language}/take-part/opinions/{occasion.page_key}/")


def test_two_sides_are_found_and_what_they_share_comes_first(client, occasion):
    said = answer_sheet(occasion, people=25, statements=15)
    assert analyse_due(NOW + timedelta(minutes=2)) == 1
    assert analyse_due(NOW + timedelta(minutes=3)) == 0
    result = OpinionAnalysis.objects.get().result
    assert sorted(group["size"] for group in result["groups"]) == [25, 25]
    assert set(result["agreed"]) == {one.public_id for one in said[:3]}
    shown = page_of(client, occasion)
    assert shown["Cache-Control"] == "public, max-age=0"
    text = shown.text
    assert text.index("What all groups share") < text.index("Groups of opinion")
    assert text.index("Väite 0 ð") < text.index("Groups of opinion")
    typical = text.partition("Groups of opinion")[2]
    assert typical.count("Väite") == 10  # five of each side, of those that divide
    assert all(f"Väite {number} ð" not in typical for number in range(3))
    for participant in result["members"]["1"]:
        assert participant not in text


def test_few_people_are_counted_together_and_fewer_not_at_all(client, occasion):
    assert "Too few people" in page_of(client, occasion).text
    answer_sheet(occasion, people=2, statements=4)
    analyse(occasion, NOW)
    assert "Too few people" in page_of(client, occasion).text
    answer_sheet_of = make_contribution(make_question(occasion), "Ég líka þ")
    for _person in range(6):
        react(make_participant(occasion)[0], answer_sheet_of, 1)
    analyse(occasion, NOW)
    text = page_of(client, occasion).text
    assert "People do not fall into groups here." in text
    assert "Ég líka þ" in text


def test_statement_hidden_since_and_rounds_that_go_on_are_left_out(client, occasion):
    said = answer_sheet(occasion, people=25, statements=15)
    going_on = make_round(make_question(occasion), number=2, phase=Phase.REACT)
    open_one = make_contribution(going_on.question, "Kesken vielä", round=going_on)
    for participant in occasion.participants.filter(reactions__isnull=False).distinct():
        react(participant, open_one, 1)
    analyse(occasion, NOW)
    said[0].state = ContributionState.HELD
    said[0].save()
    text = page_of(client, occasion).text
    assert "Väite 0 ð" not in text
    assert "Kesken vielä" not in text
    assert "Väite 1 ð" in text


def test_people_who_reacted_are_not_named_once_their_reactions_are_deleted(occasion):
    answer_sheet(occasion, people=25, statements=15)
    occasion.reported_at = NOW
    occasion.save()
    analyse(occasion, NOW)
    assert "members" in OpinionAnalysis.objects.get().result
    run_retention(NOW + timedelta(days=91))
    assert "members" not in OpinionAnalysis.objects.get().result


def test_page_of_opinions_asks_the_same_few_queries_whatever_its_size(client, occasion, django_assert_num_queries):
    answer_sheet(occasion, people=25, statements=15)
    analyse(occasion, NOW)
    page_of(client, occasion)
    with django_assert_num_queries(5):
        page_of(client, occasion)


def test_unknown_occasion_and_wrong_methods_are_refused(client, occasion):
    assert client.get(reverse("dialogue:opinions", args=["00000000-0000-0000-0000-000000000000"])).status_code == 404
    assert client.post(reverse("dialogue:opinions", args=[occasion.page_key])).status_code == 405
