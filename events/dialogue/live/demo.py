"""A made-up workshop to rehearse with, played by simulated phones; every text says that it is made up."""

import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid5

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from events.demo import demo_key, publish_demo_event, remove_demo_event
from events.dialogue.enums import Phase, Stage
from events.dialogue.live import rooms, rounds
from events.dialogue.live.phones import Crowd, Phone, Sheet
from events.dialogue.live.state import OLDEST_SECONDS
from events.dialogue.models import (
    Contribution,
    DialogueLog,
    Occasion,
    Participant,
    Question,
    ReportPage,
    Round,
    Theme,
)
from events.enums import Moderation
from portal.core.models import BasePage
from portal.core.users.models import User

#: Seconds after which the state of every process shows a new phase.
LONGEST_WAIT = OLDEST_SECONDS + 0.1
#: Seconds within which the phones do what a phase asks.
MOST_SPREAD = 3.0


def publish_workshop(slug: str) -> Occasion:
    """Publish the try-out event in every language, with one question for the live room."""
    for page in publish_demo_event(slug, None, 0):
        with translation.override(page.locale_code):
            question = _("Made up, to try it out: what should be different where you live?")
        block = page.input_questions.stream_block
        value = {"text": question, "stages": [Stage.LIVE.value], "seeds": []}
        stored = {"type": "own", "id": str(uuid5(demo_key(slug), "question")), "value": value}
        page.input_questions = block.to_python([stored])
        page.takes_input, page.moderation = True, Moderation.AFTER
        page.save_revision().publish()
    return Occasion.objects.get(page_key=demo_key(slug))


@transaction.atomic
def remove_workshop(slug: str) -> int:
    """Take the workshop away with everything that was said in it; returns how many statements it had."""
    occasion = Occasion.objects.filter(page_key=demo_key(slug)).first()
    number = 0
    if occasion is not None:
        number = Contribution.objects.filter(occasion=occasion).count()
        for report in ReportPage.objects.filter(occasion=occasion):
            report.delete()
        occasion.themes.update(merged_into=None)
        for model in (Theme, Contribution, Participant, Round, Question):
            rows: Any = model
            rows._default_manager.filter(occasion=occasion).delete()
        # The log cannot be shortened by anything else: a workshop that was never real leaves none.
        log = DialogueLog.objects.filter(occasion=occasion)
        log._raw_delete(log.db)
        BasePage.of_key(occasion.page_key).update(live=False)
        occasion.delete()
    remove_demo_event(slug)
    return number


def play(base: str, occasion: Occasion, user: User, phones: int, pause: float) -> Iterator[tuple[str, Sheet]]:
    """Play a workshop; after each step its name and what was sent so far.

    Parameters:
        base: address of the running portal, on the same database.
        pause: seconds to look at each step.
    """
    sheet = Sheet()
    occasion = rooms.open_room(occasion.pk, user, timezone.now())
    rooms.set_one_room(occasion.pk, True)
    code = str(occasion.live_code)
    yield code, sheet
    # Nowhere do fifty people press a button within one hundredth of a second.
    with Crowd(base, phones, sheet, min(pause, MOST_SPREAD)) as crowd:
        sheet.joined = crowd.each(lambda phone: phone.join(code))
        yield "joined", sheet
        question = occasion.questions.get()
        rounds.open_round(occasion.pk, _version(occasion), user, timezone.now(), question_id=question.pk, minutes=2)
        time.sleep(pause)
        sheet.statements = crowd.each(Phone.say)
        yield "written", sheet
        rounds.move_round(occasion.pk, _version(occasion), user, timezone.now(), phase=Phase.REACT)
        time.sleep(max(pause, LONGEST_WAIT))
        sheet.reactions = crowd.each(lambda phone: phone.react(code))
        yield "reacted", sheet
        rounds.move_round(occasion.pk, _version(occasion), user, timezone.now(), phase=Phase.WALL)
        time.sleep(pause)
        yield "shown", sheet


def _version(occasion: Occasion) -> int:
    return Occasion.objects.values_list("phase_version", flat=True).get(pk=occasion.pk)
