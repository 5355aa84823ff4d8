"""A made-up workshop: played over HTTP, marked as made up everywhere, and removed without a trace."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from events.demo import demo_key
from events.dialogue.enums import Phase
from events.dialogue.live import rooms, rounds
from events.dialogue.live.demo import publish_workshop, remove_workshop
from events.dialogue.live.rehearsal import follow
from events.dialogue.live.state import expire
from events.dialogue.made_up import THOUGHTS, marked
from events.dialogue.models import Contribution, DialogueLog, Occasion, Participant, Question, Reaction, ReportPage
from events.dialogue.reports.drafting import begin_report
from events.dialogue.synthesis import themes
from events.models import Event, EventPage
from tests.events.dialogue.live.rooms import make_facilitator
from tests.sites import add_take_part, make_site

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite_drill]


def test_made_up_workshop_is_played_marked_and_removed(live_server):
    make_site("en", "da", "nb", "sv", "fi", "is")
    make_facilitator()
    out = StringIO()

    call_command("demo_workshop", "--phones", "6", "--pause", "0", "--url", live_server.url, stdout=out)

    assert "6 joined, 6 statements, 30 reactions" in out.getvalue()
    assert (Participant.objects.count(), Reaction.objects.count()) == (6, 30)
    occasion = Occasion.objects.get(page_key=demo_key("demo-live"))
    expire(occasion.live_code)
    page = Client().get(f"/en/live/{occasion.live_code}/screen/").content.decode()
    assert sum(mark in page for mark in marks()) >= 4
    assert "Made up, to try it out" in page
    assert "not a real event" in page

    call_command("demo_workshop", "--remove", stdout=out)

    for model in (Contribution, DialogueLog, Occasion, Participant, Question, Reaction, Event, EventPage):
        assert not model.objects.exists(), model


def marks() -> list[str]:
    """The end of what each of the six phones says: in its own language, that it is made up."""
    return [marked("", number, language) for number, language in enumerate(THOUGHTS)]


@pytest.mark.drill
def test_phones_follow_whoever_leads_until_the_room_is_closed(live_server):
    make_site("en", "da", "nb", "sv", "fi", "is")
    user = make_facilitator()
    occasion = publish_workshop("demo-live")
    rooms.open_room(occasion.pk, user, timezone.now())
    steps = follow(live_server.url, occasion, 4, spread=0)
    code, sheet = next(steps)
    assert (next(steps)[0], sheet.joined) == ("joined", 4)

    def version() -> int:
        return Occasion.objects.values_list("phase_version", flat=True).get(pk=occasion.pk)

    question = occasion.questions.get()
    rounds.open_round(occasion.pk, version(), user, timezone.now(), question_id=question.pk)
    assert (next(steps)[0], sheet.statements) == ("written", 5)
    assert Contribution.objects.filter(state="held", hold_reason="link").count() == 1
    rounds.move_round(occasion.pk, version(), user, timezone.now(), phase=Phase.REACT)
    assert (next(steps)[0], sheet.reactions) == ("reacted", 12)
    rounds.move_round(occasion.pk, version(), user, timezone.now(), phase=Phase.CLOSED)
    rooms.close_room(occasion.pk, user, timezone.now())
    assert list(steps) == []
    occasion.refresh_from_db()
    assert occasion.former_code == code

    theme = themes.create(occasion, {"en": "Benches"}, {}, user, timezone.now())
    themes.merge(
        theme.pk, 1, themes.create(occasion, {"en": "Rest"}, {}, user, timezone.now()).pk, user, timezone.now()
    )
    add_take_part()
    begin_report(occasion, user).save_revision().publish()
    remove_workshop("demo-live")
    assert not Occasion.objects.exists()
    assert not ReportPage.objects.exists()


@pytest.mark.drill
def test_phones_that_are_started_again_go_on_in_the_same_room(live_server):
    make_site("en", "da", "nb", "sv", "fi", "is")
    user = make_facilitator()
    occasion = publish_workshop("demo-live")
    rooms.open_room(occasion.pk, user, timezone.now())
    first = follow(live_server.url, occasion, 1, spread=0)
    code, _sheet = next(first)
    next(first)
    occasion.refresh_from_db()
    question = occasion.questions.get()
    rounds.open_round(occasion.pk, occasion.phase_version, user, timezone.now(), question_id=question.pk)
    next(first)
    first.close()

    again = publish_workshop("demo-live")
    steps = follow(live_server.url, again, 2, spread=0)

    assert (next(steps)[0], again.pk, again.questions.get()) == (code, occasion.pk, question)
    assert [next(steps)[0] for _one in range(2)] == ["joined", "written"]
    steps.close()
    assert (again.participants.count(), Contribution.objects.count(), again.rounds.count()) == (3, 5, 1)


@pytest.mark.parametrize("arguments", [["--slug", "🙂"], ["--phones", "0"], ["--phones", "501"], []])
def test_slip_of_the_finger_is_told(arguments):
    make_site("en")

    with pytest.raises(CommandError):
        call_command("demo_workshop", *arguments)
