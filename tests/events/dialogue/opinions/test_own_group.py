"""One's own group: on the personal pages only, as long as the person counts, and nowhere else."""

import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.utils import timezone

from events.dialogue.enums import ContributionState, Phase
from events.dialogue.live.exclusion import exclude
from events.dialogue.live.state import expire
from events.dialogue.models import OpinionAnalysis, Participant, Reaction
from events.dialogue.opinions.analysing import analyse, analyse_due
from events.dialogue.privacy.forgetting import run_retention
from portal.core.web.tokens import fingerprint, new_token
from tests.events.dialogue.factories import make_contribution, make_occasion, make_question, make_round, react
from tests.events.dialogue.live.rooms import Room, make_facilitator, open_room
from tests.events.dialogue.opinions.test_opinions import answer_sheet
from tests.events.factories import NOW

pytestmark = pytest.mark.django_db
HEADING = "Where my reactions fall"


@pytest.fixture
def occasion():
    return make_occasion()


def someone(occasion, **reacted) -> tuple[Participant, str]:
    """One of those who reacted in a way, with a secret that is known."""
    participant = occasion.participants.filter(**reacted).order_by("pk").first()
    secret = new_token()
    participant.key_sha256 = fingerprint(secret)
    participant.save()
    return participant, secret


def mine(client, secret: str, language: str = "en") -> str:
    return client.get(f"/{language}/take-part/mine/{secret}/").text


def of_group(text: str) -> str:
    return text.partition(HEADING)[2].partition("</section>")[0]


def test_own_group_stands_on_the_personal_page_with_what_is_typical(client, occasion):
    said = answer_sheet(occasion, people=25, statements=15)
    for value, answer in ((1, "Agree"), (-1, "Disagree")):
        _participant, secret = someone(occasion, reactions__contribution=said[5], reactions__value=value)
        assert HEADING not in mine(client, secret)
        analyse(occasion, NOW)
        text = of_group(mine(client, secret))
        assert "with 25 people in all" in text
        assert text.count(f"<b>{answer}:</b>") == 5
        assert text.count("Väite") == 5
        OpinionAnalysis.objects.all().delete()


def test_own_group_is_on_no_public_page_and_in_no_export(client, occasion):
    said = answer_sheet(occasion, people=25, statements=15)
    participant, _secret = someone(occasion, reactions__contribution=said[5])
    analyse(occasion, NOW)
    key = occasion.page_key
    for url in (
        f"/en/take-part/opinions/{key}/",
        f"/api/v1/occasions/{key}/",
        f"/api/v1/occasions/{key}/contributions/",
        f"/api/v1/occasions/{key}/contributions.csv",
        f"/api/v1/occasions/{key}/reactions.zip",
        f"/en/take-part/c/{said[5].public_id}/",
    ):
        response = client.get(url)
        assert response.status_code == 200, url
        sent = response.getvalue()
        files = [sent]
        if url.endswith(".zip"):
            with ZipFile(BytesIO(sent)) as packed:
                files = [packed.read(name) for name in packed.namelist()]
        for one in files:
            assert HEADING.encode() not in one, url
            assert str(participant.pk).encode() not in one, url


def test_people_without_groups_and_with_few_reactions_are_told_so(client, occasion):
    said = answer_sheet(occasion, people=6, statements=15)
    _participant, secret = someone(occasion, reactions__contribution=said[0])
    analyse(occasion, NOW)
    assert "People do not fall into groups here." in of_group(mine(client, secret))
    answer_sheet_again = answer_sheet(make_occasion(), people=25, statements=15)
    other = answer_sheet_again[0].occasion
    late, secret = someone(other, reactions__contribution=answer_sheet_again[0])
    late.reactions.exclude(contribution=answer_sheet_again[0]).delete()
    analyse(other, NOW)
    assert "too few statements" in of_group(mine(client, secret))
    Reaction.objects.filter(participant=late).delete()
    assert HEADING not in mine(client, secret)


def test_excluded_participant_leaves_the_groups_at_once(client, occasion):
    said = answer_sheet(occasion, people=25, statements=15)
    participant, secret = someone(occasion, reactions__contribution=said[5])
    analyse(occasion, NOW)
    assert str(participant.pk) in json.dumps(OpinionAnalysis.objects.get().result)
    exclude(occasion, [participant.pk], "kaksi kertaa sama", make_facilitator(), NOW)
    assert str(participant.pk) not in json.dumps(OpinionAnalysis.objects.get().result)
    assert HEADING not in mine(client, secret)


def test_nothing_is_left_of_people_who_took_back_all_reactions(occasion):
    answer_sheet(occasion, people=25, statements=15)
    analyse_due(NOW + timedelta(minutes=2))
    assert OpinionAnalysis.objects.exists()
    Reaction.objects.all().delete()
    analyse_due(NOW + timedelta(minutes=3))
    assert not OpinionAnalysis.objects.exists()


def test_own_group_is_gone_once_the_reactions_are_deleted(client, occasion):
    said = answer_sheet(occasion, people=25, statements=15)
    participant, secret = someone(occasion, reactions__contribution=said[5])
    make_contribution(said[0].question, "Pysyn vielä", participant=participant)
    occasion.reported_at = NOW
    occasion.save()
    analyse(occasion, NOW)
    run_retention(NOW + timedelta(days=91))
    analyse_due(NOW + timedelta(days=92))
    assert OpinionAnalysis.objects.get().result["groups"]
    assert HEADING not in mine(client, secret)


def test_reaction_changed_in_the_minute_of_an_analysis_is_counted(occasion):
    said = answer_sheet(occasion, people=25, statements=15)
    analyse_due(NOW + timedelta(seconds=20))
    Reaction.objects.filter(contribution=said[0]).update(value=-1)
    assert analyse_due(NOW + timedelta(seconds=40)) == 1
    assert OpinionAnalysis.objects.get().result["tallies"][said[0].public_id] == [0, 50, 0]


def workshop() -> tuple[Room, list]:
    """A live room whose first round is over, and one that goes on."""
    room = open_room()
    said = answer_sheet(room.occasion, people=25, statements=15)
    return room, said


def test_live_page_says_it_when_the_round_is_over_and_not_before(client):
    room, said = workshop()
    _participant, secret = someone(room.occasion, reactions__contribution=said[5])
    Participant.objects.update(joined_hour=timezone.now())
    analyse(room.occasion, NOW)
    expire(room.code)
    text = client.get(room.url(secret)).text
    assert "with 25 people in all" in of_group(text)
    going_on = make_round(make_question(room.occasion), number=2, phase=Phase.REACT, opened_at=timezone.now())
    expire(room.code)
    assert HEADING not in client.get(room.url(secret)).text
    going_on.delete()
    room.close()
    assert "with 25 people in all" in of_group(client.get(room.url(secret)).text)


def test_state_weighs_telling_statements_more_also_in_a_round_that_goes_on(client, django_assert_num_queries):
    room, _said = workshop()
    question = make_question(room.occasion)
    round_ = make_round(question, number=2, phase=Phase.REACT, opened_at=timezone.now())
    dividing, shared = (make_contribution(question, text, round=round_) for text in ("Já eða nei", "Kaikki samaa"))
    for participant in room.occasion.participants.exclude(reactions=None).distinct():
        side = participant.reactions.order_by("-pk").first().value
        react(participant, dividing, side)
        react(participant, shared, 1)
    # As many agree with the one as with the other.
    Reaction.objects.filter(
        contribution=shared, participant__in=dividing.reactions.filter(value=-1).values("participant")
    ).update(value=-1)

    def weights() -> dict[str, int]:
        expire(room.code)
        with django_assert_num_queries(2):
            return dict(client.get(f"/live/{room.code}/state.json").json()["rows"])

    before = weights()
    analyse(room.occasion, NOW)
    telling = OpinionAnalysis.objects.get().telling
    assert telling[dividing.public_id] > 0
    after = weights()
    assert before[dividing.public_id] == before[shared.public_id]
    assert after[dividing.public_id] > before[dividing.public_id]
    assert "members" in OpinionAnalysis.objects.get().result
    assert dividing.public_id not in OpinionAnalysis.objects.get().result["tallies"]


def test_statement_hidden_since_is_not_typical_any_more(client, occasion):
    said = answer_sheet(occasion, people=25, statements=15)
    _participant, secret = someone(occasion, reactions__contribution=said[5])
    analyse(occasion, NOW)
    for one in said:
        one.state = ContributionState.HELD
        one.save()
    assert "Nothing is typical of this group alone." in of_group(mine(client, secret))
