"""A made-up workshop: played over HTTP, marked as made up everywhere, and removed without a trace."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.translation import gettext, override

from events.demo import demo_key
from events.dialogue.live.demo import THOUGHTS
from events.dialogue.live.state import expire
from events.dialogue.models import Contribution, DialogueLog, Occasion, Participant, Question, Reaction
from events.models import Event, EventPage
from tests.events.dialogue.live.rooms import make_facilitator
from tests.sites import make_site

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]


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
    found = []
    for number, language in enumerate(THOUGHTS):
        with override(language):
            found.append(gettext("%(thought)s (made up by phone %(number)s)") % {"thought": "", "number": number})
    return found


@pytest.mark.parametrize("arguments", [["--slug", "🙂"], ["--phones", "0"], ["--phones", "501"], []])
def test_slip_of_the_finger_is_told(arguments):
    make_site("en")

    with pytest.raises(CommandError):
        call_command("demo_workshop", *arguments)
