"""Statements of participants in a round: at most 280 characters, twenty in a round; nothing that was typed is lost."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q

from events.dialogue.enums import Channel, Phase, Stage
from events.dialogue.input.actions import About, Words, contribute
from events.dialogue.input.counting import count
from events.dialogue.models import Contribution, Participant, Round
from events.dialogue.models.contributions import MOST_STATEMENT
from portal.core.i18n.text import tidy_text
from portal.core.web.tokens import fingerprint

MOST_STATEMENTS = 20
#: What arrives so long after the end of writing counts as in time: somebody was in the middle of a sentence.
GRACE = timedelta(seconds=60)


class Refusal(Enum):
    """Why a statement was not taken."""

    EMPTY = auto()
    TOO_LONG = auto()
    TOO_MANY = auto()
    #: The round takes nothing for a while.
    PAUSED = auto()
    #: The whole occasion takes nothing until the organisers let it go on.
    FROZEN = auto()
    #: No such round in this room.
    NO_ROUND = auto()
    #: The organisers no longer count what comes from this personal URL.
    EXCLUDED = auto()
    #: The room is closed.
    OVER = auto()
    #: No such personal URL.
    UNKNOWN = auto()


@dataclass(frozen=True)
class Taken:
    """What became of a statement: stored, or refused."""

    statement: Contribution | None = None
    refusal: Refusal | None = None


def problem_of(text: str) -> Refusal | None:
    """What is wrong with the text by itself."""
    if not any(unicodedata.category(char)[0] in "LN" for char in text):
        return Refusal.EMPTY
    return Refusal.TOO_LONG if count(text) > MOST_STATEMENT else None


def is_late(round_: Round, now: datetime) -> bool:
    """Whether a statement of ``now`` comes after its round: then it is kept like input afterwards."""
    return round_.phase in {Phase.WALL, Phase.CLOSED} and now - round_.phase_at > GRACE


@transaction.atomic
def give(secret: str, code: str, *, number: int, text: str, language: str, form_key: str, now: datetime) -> Taken:
    """Store a statement of a participant in round ``number``; the same form sent twice is one statement.

    Parameters:
        secret: of the personal URL.
        code: of the room.
        form_key: random text of the form.
    """
    text = tidy_text(text)
    if problem := problem_of(text):
        return Taken(refusal=problem)
    participant = locked_participant(secret)
    if participant is None or (problem := _shut_to(participant, code)):
        return Taken(refusal=problem or Refusal.UNKNOWN)
    # With the secret in it: no form of somebody else has the same key.
    key = f"{secret} {form_key}"
    round_ = _round_of(participant, number, fingerprint(key))
    if problem := _refusal_of(round_):
        return Taken(refusal=problem)
    late = is_late(round_, now)
    return Taken(
        contribute(
            Words(text, language),
            About(participant.occasion, round_.question, round_),
            now=now,
            participant=participant,
            stage=Stage.AFTER if late else Stage.LIVE,
            channel=Channel.LIVE,
            late=late,
            form_key=key,
        )
    )


def _shut_to(participant: Participant, code: str) -> Refusal | None:
    """Why the room takes nothing from a participant."""
    occasion = participant.occasion
    if occasion is None or code not in {occasion.live_code, occasion.former_code}:
        return Refusal.UNKNOWN
    if occasion.live_code != code:
        return Refusal.OVER
    if participant.excluded_at:
        return Refusal.EXCLUDED
    return Refusal.FROZEN if occasion.frozen else None


def _refusal_of(round_: Any) -> Refusal | None:
    """Why a round (of ``_round_of``) takes no statement."""
    if round_ is None:
        return Refusal.NO_ROUND
    if round_.paused:
        return Refusal.PAUSED
    return Refusal.TOO_MANY if round_.own >= MOST_STATEMENTS and not round_.is_sent else None


def locked_participant(secret: str) -> Participant | None:
    """The participant, locked: of many statements sent at once each sees how many there are already."""
    participants = Participant.objects.select_for_update(no_key=True, of=("self",)).select_related("occasion")
    return participants.filter(key_sha256=fingerprint(secret)).first()


def _round_of(participant: Participant, number: int, form_key: str) -> Any:
    """The round with its question, how many statements the participant has in it, and whether this one is there."""
    sent = Contribution.objects.filter(round=OuterRef("pk"), form_key=form_key)
    return (
        Round.objects.select_related("question")
        .filter(occasion=participant.occasion_id, number=number)
        .annotate(own=Count("contributions", filter=Q(contributions__participant=participant)), is_sent=Exists(sent))
        .first()
    )
