"""The portal that is measured: its tables and pages, a room with statements, gunicorn as in production."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from benchmarks.live.figures import parent_of
from events.dialogue.enums import Phase
from events.dialogue.live import rooms
from events.dialogue.models import Round
from portal.catalogues import compile_catalogues
from projects.models import CaseStudyPage
from tests.events.dialogue.factories import make_contribution
from tests.events.dialogue.live.rooms import Room, open_room
from tests.services.service import free_port, stop

ROOT = Path(__file__).parents[2]
#: Seconds until the server answers.
START_SECONDS = 120
#: gunicorn, with the state of rooms kept for so many seconds; each answer says what CPU it took in Django.
SERVE = """
import sys
import time
keep = float(sys.argv.pop(1))
import django
django.setup()
from events.dialogue.live import state
state.KEEP_SECONDS = keep
state.OLDEST_SECONDS = keep and state.OLDEST_SECONDS
from portal import wsgi
inner = wsgi.application
def timed(environ, start_response):
    begun = time.thread_time()
    def start(status, headers, exc_info=None):
        return start_response(status, [*headers, ("X-CPU", str(1000 * (time.thread_time() - begun)))], exc_info)
    return inner(environ, start)
wsgi.application = timed
from gunicorn.app.wsgiapp import run
run()
"""


@dataclass(frozen=True)
class Hall:
    """A room as the benchmark uses it."""

    room: Room
    #: Pages that have nothing to do with it, which somebody else opens.
    others: list[str]


def prepare() -> None:
    """Tables, the initial content and collected files; what is there already stays."""
    compile_catalogues()
    call_command("migrate", verbosity=0)
    if not CaseStudyPage.objects.exists():
        call_command("load_content", draw_later=True, verbosity=0)
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        call_command("collectstatic", interactive=False, verbosity=0)


def open_hall(statements: int) -> Hall:
    """A new room of people who sit in one hall, in the phase "react", with so many statements."""
    room = open_room()
    rooms.set_one_room(room.occasion.pk, True)
    room.open_round()
    round_ = Round.objects.get(occasion=room.occasion)
    for number in range(statements):
        text = f"Made-up statement {number}: flere bænke på torvet, og længere åbent på biblioteket"
        make_contribution(room.question, text, round=round_, published_at=timezone.now())
    room.move(Phase.REACT)
    case = CaseStudyPage.objects.live().filter(locale__language_code="en").order_by("pk").first()
    return Hall(room, ["/en/", case.url if case else "/en/take-part/"])


@contextmanager
def server(keep: float) -> Iterator[tuple[int, int]]:
    """gunicorn as ``portal.server`` says; yields its process and its port."""
    connection.close()
    port = free_port()
    command = [sys.executable, "-c", SERVE, str(keep), "--config", "python:portal.server", "portal.wsgi"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PORT": str(port)}, start_new_session=True)
    try:
        _wait_for(port, process)
        yield process.pid, port
    finally:
        stop(process, signal.SIGTERM)


def _wait_for(port: int, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as line:
            try:
                line.request("GET", "/healthz")
                line.getresponse().read()
            except OSError:
                time.sleep(0.2)
            else:
                return
    raise SystemExit("the server did not start")


def database_process() -> int | None:
    """The process of PostgreSQL whose children work for us; None on SQLite and for a server elsewhere."""
    if connection.vendor != "postgresql" or not str(connection.settings_dict["HOST"]).startswith("/"):
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = int(cursor.fetchone()[0])
    try:
        return parent_of(backend)
    except OSError:
        return None
    finally:
        connection.close()
