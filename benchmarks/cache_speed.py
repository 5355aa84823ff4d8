"""How fast are pages that are kept, beside a Django view that does nothing?

    VAR_DIR=… python benchmarks/cache_speed.py [--seconds 5] [--rounds 3] [ADDRESS…]

Starts gunicorn as it is configured, once for the portal of ``VAR_DIR`` and its database (which ``make run`` made) and
once for a bare Django view, and asks both in turn over eight connections that stay open. Prints requests a second, CPU
milliseconds of all processes of the server for a request (``/proc``), the 95th percentile, and ratios to the bare view;
also for browsers that have the page already (304), and the memory of a worker that has shown the addresses. Two minutes
with the defaults. Only ratios and CPU say something on a machine that does other things too.
"""

import argparse
import http.client
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONNECTIONS = 8
TICK = os.sysconf("SC_CLK_TCK")
ADDRESSES = ("/en/", "/en/projects/", "/en/projects/omastadi-helsinki/", "/en/events/")


@dataclass(frozen=True)
class Server:
    """A running gunicorn."""

    port: int
    pid: int

    def processes(self) -> list[int]:
        """It and its workers."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [self.pid, *map(int, children)]

    def cpu(self) -> float:
        """Seconds of CPU that its processes have used."""
        used = 0
        for pid in self.processes():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            used += int(fields[11]) + int(fields[12])
        return used / TICK

    def own_memory(self) -> list[float]:
        """MiB that each worker shares with nobody; pages of files that it has mapped are none."""
        found = []
        for pid in self.processes()[1:]:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            found.append(sum(int(line.split()[1]) for line in lines if line.startswith("Private_Dirty")) / 1024)
        return found


@contextmanager
def running(application: str, **variables: str) -> Iterator[Server]:
    """Gunicorn with an application, as ``portal/server.py`` configures it, on a free port, with further variables."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--config", "python:portal.server", application]
    environment = {
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        **os.environ,
        "PORT": str(port),
        "LOG_LEVEL": "ERROR",
        **variables,
    }
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        for _turn in range(600):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(30)


@dataclass(frozen=True)
class Measured:
    """What came out of a round."""

    per_second: float
    #: Milliseconds of CPU for a request.
    cpu: float
    #: Milliseconds within which 95 of 100 requests were answered.
    p95: float


def measure(
    server: Server, address: str, seconds: float, *, knows: bool = False, words: Iterator[str] | None = None
) -> Measured:
    """Ask for an address over eight connections that stay open.

    Parameters:
        knows: as a browser that has the page already.
        words: what is put behind the address, another one each time.
    """
    took: list[float] = []
    tag = _ask(http.client.HTTPConnection("127.0.0.1", server.port), address, "")[1] if knows else ""
    end, cpu = time.monotonic() + seconds, server.cpu()

    def visit() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        while time.monotonic() < end:
            began = time.perf_counter()
            status, _tag = _ask(connection, address + next(words) if words else address, tag)
            if status != (304 if knows else 200):
                raise SystemExit(f"{address} answers {status}")
            took.append(time.perf_counter() - began)
        connection.close()

    visitors = [threading.Thread(target=visit) for _number in range(CONNECTIONS)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    p95 = statistics.quantiles(took, n=20)[-1] * 1000
    return Measured(len(took) / seconds, (server.cpu() - cpu) / len(took) * 1000, p95)


def _ask(connection: http.client.HTTPConnection, address: str, tag: str) -> tuple[int, str]:
    headers = {"Accept-Encoding": "gzip, br"} | ({"If-None-Match": tag} if tag else {})
    connection.request("GET", address, headers=headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status, answer.headers.get("ETag", "")


def ask_once(server: Server, address: str) -> None:
    """Ask over a connection of its own: another worker may answer than the time before."""
    _ask(http.client.HTTPConnection("127.0.0.1", server.port), address, "")


def median(rounds: list[Measured]) -> Measured:
    """The middle of several rounds, of each number."""
    return Measured(*(statistics.median(getattr(one, name) for one in rounds) for name in ("per_second", "cpu", "p95")))


def main() -> None:
    """Measure in turn, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("addresses", nargs="*", default=ADDRESSES)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    with running("portal.wsgi") as portal, running("benchmarks.bare_view") as bare:
        for address in chosen.addresses:  # each worker renders it once
            for _turn in range(4 * CONNECTIONS):
                ask_once(portal, address)
        kinds = [("bare view", bare, "/", False)]
        kinds += [(address, portal, address, False) for address in chosen.addresses]
        kinds += [(f"{chosen.addresses[0]} (304)", portal, chosen.addresses[0], True)]
        rounds: dict[str, list[Measured]] = {name: [] for name, *_rest in kinds}
        for _turn in range(chosen.rounds):
            for name, server, address, knows in kinds:
                rounds[name].append(measure(server, address, chosen.seconds, knows=knows))
        measure_of = median(rounds["bare view"])
        print(f"{'':44}{'requests/s':>11}{'CPU ms':>9}{'p95 ms':>9}{'CPU × bare':>12}")
        for name, taken in rounds.items():
            one = median(taken)
            print(f"{name:44}{one.per_second:11.0f}{one.cpu:9.3f}{one.p95:9.2f}{one.cpu / measure_of.cpu:12.2f}")
        print("Own memory of each worker, MiB:", ", ".join(f"{size:.0f}" for size in portal.own_memory()))


if __name__ == "__main__":
    main()
