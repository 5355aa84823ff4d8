"""The live room of an occasion: its code, and how it is opened and closed."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from events.dialogue.audit_log import desk, record
from events.dialogue.enums import LogAction, Phase
from events.dialogue.models import Occasion, Round
from events.dialogue.models.fields import ALPHABET, random_code
from events.dialogue.models.occasions import CODE_LENGTH
from portal.core.users.models import User

#: What people type for letters that no code has: figures and letters that look like them.
LOOK_ALIKES = str.maketrans({"1": "j", "i": "j", "l": "j", "0": "q", "o": "q", "u": "v"})


def normalised_code(typed: str) -> str:
    """A code as it is stored, whatever capitals, blanks and signs stand in what was typed; empty if it is none."""
    code = "".join(char for char in typed.lower() if char.isalnum()).translate(LOOK_ALIKES)
    return code if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else ""


def rooms_with(code: str) -> QuerySet[Occasion]:
    """The occasion whose room has or had the code; none for an empty one."""
    return Occasion.objects.filter(Q(live_code=code) | Q(former_code=code)) if code else Occasion.objects.none()


def locked(occasion_id: int) -> Occasion:
    """The occasion, locked until the transaction ends: whoever changes its rounds comes one after the other."""
    return Occasion.objects.select_for_update(no_key=True).get(pk=occasion_id)


def new_code() -> str:
    """A code that no room has or had."""
    while True:
        code = random_code(CODE_LENGTH)
        if not rooms_with(code).exists():
            return code


@transaction.atomic
def open_room(occasion_id: int, user: User, now: datetime) -> Occasion:
    """Let people join. A room that was open before has its code again, so that personal URLs keep working."""
    occasion = locked(occasion_id)
    if occasion.live_code:
        return occasion
    occasion.live_code = occasion.former_code or new_code()
    occasion.live_since, occasion.live_ended_at = now, None
    occasion.frozen = False
    occasion.phase_version += 1
    occasion.save(update_fields=["live_code", "live_since", "live_ended_at", "frozen", "phase_version"])
    record(LogAction.GO_LIVE, desk(user), now, occasion=occasion)
    return occasion


@transaction.atomic
def close_room(occasion_id: int, user: User, now: datetime) -> Occasion:
    """End the workshop: its open round closes, nobody joins any more, and the code leads to the report."""
    occasion = locked(occasion_id)
    if not occasion.live_code:
        return occasion
    Round.objects.filter(occasion=occasion).exclude(phase=Phase.CLOSED).update(
        phase=Phase.CLOSED, phase_at=now, closed_at=now, paused=False
    )
    occasion.former_code, occasion.live_code = occasion.live_code, None
    occasion.live_ended_at = now
    occasion.phase_version += 1
    occasion.save(update_fields=["former_code", "live_code", "live_ended_at", "phase_version"])
    record(LogAction.END_LIVE, desk(user), now, occasion=occasion)
    return occasion


def set_one_room(occasion_id: int, in_one_room: bool) -> None:
    """Say whether many people join from behind one network address: more of them may join in a minute."""
    Occasion.objects.filter(pk=occasion_id).update(one_room=in_one_room)


def turn_screen(occasion_id: int, view: str, page: int) -> None:
    """Turn the projector to a page of the wall (``wall``) or of the themes (``themes``)."""
    Occasion.objects.filter(pk=occasion_id).update(screen={"view": view, "page": page})
