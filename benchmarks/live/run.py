"""One run: phones join over seconds, then everybody does what they do, and the server is looked at."""

import asyncio
import time
from dataclasses import dataclass
from random import Random

from benchmarks.live.figures import Figures, cpu_seconds, memory_mib
from benchmarks.live.others import Facilitator, Mirror, read_others
from benchmarks.live.phones import Clock, Known, Phone
from benchmarks.live.portal import Hall

#: Phones that join in a second: as many as the rate limit of a full hall allows, and some are left.
JOIN_RATE = 15
#: New statements of phones in a minute.
STATEMENTS = 20
#: Seconds in which other pages are opened before anybody joins.
ALONE = 30.0
ALONE_KIND, BESIDE_KIND = "other pages, alone", "other pages"


@dataclass
class Outcome:
    """What came out of a run."""

    figures: Figures
    phones: list[Phone]
    seconds: float
    #: CPU seconds of the server, of the database server, and of the phones.
    cpu: float
    database_cpu: float
    own_cpu: float
    memory: float


def plan_statements(phones: list[Phone], clock: Clock) -> None:
    """Spread new statements over phones and time."""
    dice, seconds = Random(1), clock.end - clock.begin
    for _number in range(max(1, int(STATEMENTS * seconds / 60))):
        dice.choice(phones).says.append(clock.begin + dice.random() * seconds * 0.95)
    for phone in phones:
        phone.says.sort()


class Server:
    """The processes that are looked at."""

    def __init__(self, pid: int, port: int, database: int | None) -> None:
        self.pid, self.port, self.database = pid, port, database

    def cpu(self) -> tuple[float, float, float]:
        """CPU seconds so far: server, database server, this process."""
        return cpu_seconds(self.pid), cpu_seconds(self.database) if self.database else 0.0, time.process_time()


async def run(server: Server, hall: Hall, phones: int, seconds: float) -> Outcome:
    """Measure one server."""
    figures, code = Figures(), hall.room.code
    known = Known()
    people = [Phone(number, server.port, code, figures, known) for number in range(phones)]
    await read_others("warming", hall.others, server.port, figures, time.monotonic() + 2)
    await read_others(ALONE_KIND, hall.others, server.port, figures, time.monotonic() + ALONE)
    alone = figures.times[ALONE_KIND], figures.statuses[ALONE_KIND]
    facilitator = Facilitator(server.port, code, figures, hall.room.occasion.pk)
    await facilitator.log_in("facilitator", "a long password of tests")
    screen = Mirror("projector", server.port, code, figures)
    await asyncio.gather(*(one.join(number / JOIN_RATE) for number, one in enumerate(people)))
    figures.clear()
    figures.times[ALONE_KIND], figures.statuses[ALONE_KIND] = alone
    begun, clock = server.cpu(), Clock(time.monotonic(), time.monotonic() + seconds)
    plan_statements(people, clock)
    await asyncio.gather(
        *(one.live(clock) for one in people),
        facilitator.show(facilitator.url, clock),
        facilitator.lead(clock),
        screen.show(f"/en/live/{code}/screen/", clock),
        read_others(BESIDE_KIND, hall.others, server.port, figures, clock.end),
    )
    passed = time.monotonic() - clock.begin
    used = [after - before for before, after in zip(begun, server.cpu(), strict=True)]
    memory = memory_mib(server.pid)
    return Outcome(figures, people, passed, *used, memory)
