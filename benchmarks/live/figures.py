"""What is measured: times and answers by kind of request, and the processes of the server."""

import os
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

#: What the portal answers when all is well; also 404 of texts that others have just replaced: the next state says so.
FINE = {200, 302, 303, 304}
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Figures:
    """Times in milliseconds and statuses, by kind of request."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    #: CPU in Django, in milliseconds.
    cpu: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    statuses: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    #: By kind, status and address without secrets: what went wrong.
    errors: Counter[str] = field(default_factory=Counter)
    connections: int = 0
    #: States that told phones to ask less often.
    slowed: int = 0

    def note(self, kind: str, milliseconds: float, status: int, path: str) -> None:
        """Write down one request."""
        self.times[kind].append(milliseconds)
        self.statuses[kind][status] += 1
        if status not in FINE and not (status == 404 and kind == "texts"):
            self.errors[f"{kind} {status} {path.partition('/me/')[0]}"] += 1

    @property
    def requests(self) -> int:
        """How many there were."""
        return sum(map(len, self.times.values()))

    def clear(self) -> None:
        """Begin again: what came before was not to be measured."""
        self.times.clear()
        self.statuses.clear()
        self.cpu.clear()
        self.slowed = 0


def share(times: Iterable[float], part: float) -> float:
    """The percentile: ``part`` of ``times`` are not longer; 0 without any."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0.0


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()


def tree_of(pid: int) -> list[int]:
    """A process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]


def parent_of(pid: int) -> int:
    """The process that started another one."""
    return int(_stat(pid)[1])


def cpu_seconds(pid: int) -> float:
    """CPU of a process and its children so far, also of those that have ended."""
    stats = [(one, _stat(one)) for one in tree_of(pid)]
    own = sum(int(stat[11]) + int(stat[12]) for _one, stat in stats)
    ended = next(int(stat[13]) + int(stat[14]) for one, stat in stats if one == pid)
    return (own + ended) / _TICKS


def memory_mib(pid: int) -> float:
    """Memory of a process and its children, what they share counted once."""
    kib = 0
    for one in tree_of(pid):
        lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        kib += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kib / 1024
