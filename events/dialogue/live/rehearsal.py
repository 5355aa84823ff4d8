"""Simulated phones that follow whoever leads the room at the desk: a rehearsal before people come."""

import time
from collections.abc import Iterator

from events.dialogue.enums import Phase
from events.dialogue.live import rooms
from events.dialogue.live.demo import LONGEST_WAIT
from events.dialogue.live.phones import Crowd, Phone, Sheet
from events.dialogue.models import Occasion, Round

#: Seconds between two looks at the room, and within which people do what a phase asks.
LOOK, SPREAD = 0.5, 8.0
#: From so many phones behind one address on, the room has to be told that they are in one place.
IN_ONE_ROOM = 40
#: What one phone writes as well, so that something waits in the queue: links are held back.
LINK = "www.example.org"


def follow(base: str, occasion: Occasion, phones: int, spread: float = SPREAD) -> Iterator[tuple[str, Sheet]]:
    """Wait for the room, join it, and do what each phase asks until the room is closed.

    After each step its name and what was sent so far; the first one is the code of the room.

    Parameters:
        base: address of the running portal, on the same database.
        spread: seconds within which the phones do what a phase asks.
    """
    sheet = Sheet()
    while not (code := _code_of(occasion)):
        time.sleep(LOOK)
    if phones > IN_ONE_ROOM:
        rooms.set_one_room(occasion.pk, True)
    yield code, sheet
    with Crowd(base, phones, sheet, spread) as crowd:
        sheet.joined = crowd.each(lambda phone: phone.join(code))
        yield "joined", sheet
        done: set[tuple[int, str]] = set()
        while _code_of(occasion) == code:
            current = Round.objects.filter(occasion=occasion).exclude(phase=Phase.CLOSED).first()
            if current is None or current.paused or _is_frozen(occasion) or (current.pk, current.phase) in done:
                time.sleep(LOOK)
                continue
            done.add((current.pk, current.phase))
            if current.phase == Phase.WRITE:
                sheet.statements += crowd.each(_say)
                yield "written", sheet
            elif current.phase == Phase.REACT:
                time.sleep(LONGEST_WAIT)
                sheet.reactions += crowd.each(lambda phone: phone.react(code))
                yield "reacted", sheet


def _code_of(occasion: Occasion) -> str:
    return Occasion.objects.values_list("live_code", flat=True).get(pk=occasion.pk) or ""


def _is_frozen(occasion: Occasion) -> bool:
    return Occasion.objects.values_list("frozen", flat=True).get(pk=occasion.pk)


def _say(phone: Phone) -> int:
    return phone.say() + (phone.say(LINK) if phone.number == 0 else 0)
