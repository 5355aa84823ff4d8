"""Rounds of a live workshop: opened, led from phase to phase, paused, closed and opened again.

Every change locks the occasion, reads its state anew and raises ``phase_version``. A click on a page that shows an
older version changes nothing, so that two facilitators never undo each other without knowing.
"""

from collections.abc import Callable
from datetime import datetime
from enum import Enum, auto

from django.db import transaction
from django.db.models import Max

from events.dialogue.asking import SEED
from events.dialogue.audit_log import desk, record
from events.dialogue.enums import LogAction, Phase
from events.dialogue.live.rooms import locked
from events.dialogue.models import Contribution, Occasion, Question, Round
from portal.core.users.models import User

ORDER = (Phase.WRITE, Phase.REACT, Phase.WALL, Phase.CLOSED)
#: Steps back that are allowed; a closed round is reopened instead.
BACK = {Phase.REACT: Phase.WRITE, Phase.WALL: Phase.REACT}
#: What a button of the facilitator does to the occasion and its open round; None if it cannot be done now.
Step = Callable[[Occasion, Round | None], "Change | None"]


class Click(Enum):
    """What became of a click of a facilitator."""

    DONE = auto()
    #: Somebody else had changed something since the page was shown.
    STALE = auto()
    IMPOSSIBLE = auto()


class Change:
    """What is to be logged of a change."""

    def __init__(self, action: LogAction, number: object = "", before: str = "", after: str = "") -> None:
        self.action, self.number, self.before, self.after = action, number, before, after


def following(phase: str) -> Phase | None:
    """The phase after ``phase``; None after the last."""
    place = ORDER.index(Phase(phase)) + 1
    return ORDER[place] if place < len(ORDER) else None


def open_round(
    occasion_id: int, seen: int, user: User, now: datetime, *, question_id: int, minutes: int | None = None
) -> Click:
    """Open a round for a question; the statements that the organisers begin with enter it.

    Parameters:
        seen: ``phase_version`` of the page on which the button was pressed.
        minutes: of the advisory clock.
    """

    def step(occasion: Occasion, current: Round | None) -> Change | None:
        question = Question.objects.filter(pk=question_id, occasion=occasion, retired=False).first()
        if current or question is None or not occasion.live_code:
            return None
        number = (occasion.rounds.aggregate(last=Max("number"))["last"] or 0) + 1
        opened = Round.objects.create(
            occasion=occasion, question=question, number=number, minutes=minutes, opened_at=now, phase_at=now
        )
        Contribution.objects.filter(question=question, subject_kind=SEED, round=None).update(round=opened)
        occasion.screen = {}
        return Change(LogAction.OPEN_ROUND, number, "", Phase.WRITE)

    return _click(occasion_id, seen, user, now, step)


def move_round(occasion_id: int, seen: int, user: User, now: datetime, *, phase: Phase) -> Click:
    """Lead the open round to ``phase``: forward over any phase, back by one, or closed."""

    def step(occasion: Occasion, current: Round | None) -> Change | None:
        if current is None:
            return None
        before = Phase(current.phase)
        if ORDER.index(phase) <= ORDER.index(before) and BACK.get(before) != phase:
            return None
        current.phase, current.phase_at = phase, now
        if phase == Phase.CLOSED:
            current.closed_at, current.paused = now, False
        current.save(update_fields=["phase", "phase_at", "closed_at", "paused"])
        occasion.screen = {}
        return Change(LogAction.PHASE, current.number, before, phase)

    return _click(occasion_id, seen, user, now, step)


def reopen_round(occasion_id: int, seen: int, user: User, now: datetime, *, number: int) -> Click:
    """Open a closed round again, to look at, while no other one is open."""

    def step(occasion: Occasion, current: Round | None) -> Change | None:
        closed = occasion.rounds.filter(number=number, phase=Phase.CLOSED).first()
        if current or closed is None or not occasion.live_code:
            return None
        closed.phase, closed.phase_at, closed.closed_at = Phase.WALL, now, None
        closed.save(update_fields=["phase", "phase_at", "closed_at"])
        return Change(LogAction.PHASE, closed.number, Phase.CLOSED, Phase.WALL)

    return _click(occasion_id, seen, user, now, step)


def set_paused(occasion_id: int, seen: int, user: User, now: datetime, *, paused: bool) -> Click:
    """Pause the open round, which then takes nothing and keeps its phase, or go on."""

    def step(_occasion: Occasion, current: Round | None) -> Change | None:
        if current is None or current.paused == paused:
            return None
        current.paused = paused
        current.save(update_fields=["paused"])
        return Change(LogAction.PAUSE if paused else LogAction.RESUME, current.number)

    return _click(occasion_id, seen, user, now, step)


def set_frozen(occasion_id: int, seen: int, user: User, now: datetime, *, frozen: bool) -> Click:
    """Freeze the whole occasion, so that everything can be read and nothing written, or thaw it."""

    def step(occasion: Occasion, _current: Round | None) -> Change | None:
        if occasion.frozen == frozen:
            return None
        occasion.frozen = frozen
        return Change(LogAction.FREEZE if frozen else LogAction.THAW)

    return _click(occasion_id, seen, user, now, step)


@transaction.atomic
def _click(occasion_id: int, seen: int, user: User, now: datetime, step: Step) -> Click:
    occasion = locked(occasion_id)
    if occasion.phase_version != seen:
        return Click.STALE
    change = step(occasion, occasion.rounds.exclude(phase=Phase.CLOSED).first())
    if change is None:
        return Click.IMPOSSIBLE
    occasion.phase_version += 1
    occasion.save(update_fields=["phase_version", "frozen", "screen"])
    record(
        change.action,
        desk(user),
        now,
        occasion=occasion,
        number=change.number,
        from_state=change.before,
        to_state=change.after,
    )
    return Click.DONE
