"""A live room under load: a thousand phones for five minutes, and what becomes of the portal meanwhile.

    python benchmarks/live_speed.py [--database sqlite|postgresql|URL] [--phones 1000] [--seconds 300]
                                    [--statements 40] [--control 30] [--folder FOLDER]

makes a portal of its own with the initial content (a minute and a half), starts gunicorn as in production and lets
phones join over HTTP, each on one kept connection. Then each asks for the state when the state says (3 s), loads new
texts, reacts every 5 s, sends that as often as it asks in batches that can be repeated, and twenty statements a minute
come from all together; a facilitator leads at the desk, a projector shows the room, somebody opens other pages. Times
count from the moment a request is written. Afterwards the database is compared with what phones were answered. The
control is shorter, and keeps no state: each request makes it anew. The phones run on the same machine and take CPU too.
Exit code 1: a goal was not reached.

``postgresql`` is a cluster of its own that writes to disk as a production server does; by a URL, a database of its own
is made in that server. ``--folder`` keeps the prepared portal for the next run.
"""

import argparse
import asyncio
import atexit
import os
import resource
import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

sys.path.insert(0, str(Path(__file__).parents[1]))

import psycopg

from tests.services.postgresql import DURABLE, postgresql

# ruff: noqa: E402 (Django is set up between)


def options() -> argparse.Namespace:
    """What was chosen on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", default="sqlite", help="sqlite, postgresql, or the URL of a server")
    parser.add_argument("--phones", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--statements", type=int, default=40, help="that are there at the start")
    parser.add_argument("--control", type=float, default=30, help="seconds of the control; 0 for none")
    parser.add_argument("--folder", type=Path, help="where the prepared portal is kept")
    return parser.parse_args()


def own_database(stack: ExitStack, chosen: str, folder: Path) -> str:
    """The URL of a database that is nobody else's."""
    if chosen == "sqlite":
        return f"sqlite:///{folder / 'live.sqlite3'}"
    if chosen == "postgresql":
        return stack.enter_context(postgresql(DURABLE)).variables["POSTGRESQL_URL"]
    name = f"live_speed_{os.getpid()}"
    server = stack.enter_context(psycopg.connect(chosen, autocommit=True))
    server.execute(f"CREATE DATABASE {name}")
    stack.callback(server.execute, f"DROP DATABASE {name} WITH (FORCE)")
    return urlunsplit(urlsplit(chosen)._replace(path=f"/{name}"))


signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # so that all that was started is stopped
CHOSEN, STACK = options(), ExitStack()
atexit.register(STACK.close)
FOLDER = CHOSEN.folder or Path(STACK.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
FOLDER.mkdir(parents=True, exist_ok=True)
os.environ |= {
    "VAR_DIR": str(FOLDER),
    "DATABASE_URL": own_database(STACK, CHOSEN.database, FOLDER),
    "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
    "LOG_LEVEL": "WARNING",
}

import django

django.setup()

from django.db import connection

from benchmarks.live import portal
from benchmarks.live.checking import compare
from benchmarks.live.report import lines_of, missed
from benchmarks.live.run import Server, run
from events.dialogue.live.state import KEEP_SECONDS


def measure(name: str, keep: float, seconds: float) -> list[str]:
    """One run against a server of its own; prints what was measured and returns the goals that were not reached."""
    hall, database = portal.open_hall(CHOSEN.statements), portal.database_process()
    with portal.server(keep) as (pid, port):
        outcome = asyncio.run(run(Server(pid, port, database), hall, CHOSEN.phones, seconds))
        kept = compare(outcome.phones, hall.room.code)
        hall.room.close()
    lines = [f"\n{name}: {CHOSEN.phones} phones, {seconds:.0f} s, {connection.vendor}", *lines_of(outcome, kept)]
    failed = missed(outcome, kept)
    print("\n".join([*lines, f"not reached: {'; '.join(failed)}" if failed else "all goals reached"]), flush=True)
    return failed


def main() -> int:
    """Both runs; only the first one has goals."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    portal.prepare()
    failed = measure("state kept for a second", KEEP_SECONDS, CHOSEN.seconds)
    if CHOSEN.control:
        measure("control, state made for each request", 0.0, CHOSEN.control)
    connection.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
