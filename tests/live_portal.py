"""A portal as ``make run`` starts it: own folder, own port, the initial content, web server and worker."""

import os
import queue
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings

from tests.database import TASKS, SQLite, first_started, migrated
from tests.services.service import free_port, stop
from tests.small_content import write_small_content

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 480
#: What brings tables and content into an empty database, in one process.
LAY_OUT = """
from pathlib import Path
from django.core.management import call_command
from portal.first_start import create_admin
call_command("migrate", verbosity=0)
call_command("load_content", verbosity=0, draw_later=True{more})
"""
LAST_LINE = "Ctrl-C stops everything."


@dataclass(frozen=True)
class LivePortal:
    """A running portal."""

    url: str
    admin_name: str
    #: None when the account was there already.
    admin_password: str | None
    #: Mails are files here, written by the worker.
    mails: Path
    var_dir: Path
    output: str
    process: subprocess.Popen


def environment(var_dir: Path, port: int) -> dict[str, str]:
    """Development settings, and nothing of the test run's own services."""
    kept = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "ELASTICSEARCH_URL"}}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "VAR_DIR": str(var_dir),
        # To unpack the dictionaries takes ten seconds: once for all processes of the tests.
        "DICTIONARY_DIR": str(settings.DICTIONARY_DIR),
        "DATABASE_URL": f"sqlite:///{var_dir / 'portal.sqlite3'}",
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
    }


def read_until_started(process: subprocess.Popen, look: Callable[[str], None]) -> str:
    """What the portal printed up to its last line of greeting; the rest is read and dropped in the background.

    Raises:
        RuntimeError: it ended or was not ready within ``START_SECONDS``; the message holds the whole output.
    """
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()

    def pump() -> None:
        with process.stdout as output:
            for line in output:
                lines.put(line)
        lines.put(None)

    threading.Thread(target=pump, daemon=True).start()
    text = ""
    deadline = time.monotonic() + START_SECONDS
    while LAST_LINE not in text:
        try:
            line = lines.get(timeout=max(0.1, deadline - time.monotonic()))
        except queue.Empty:
            line = None
        if line is None:
            raise RuntimeError(f"The portal did not start:\n{text}")
        look(line)
        text += line
    return text


@contextmanager
def run_portal(var_dir: Path, look: Callable[[str], None] = lambda line: None) -> Iterator[LivePortal]:
    """Start the portal in a folder and stop it as Ctrl-C would; ``look`` hears each line that it prints meanwhile."""
    port = free_port()
    command = [sys.executable, "manage.py", "run_portal"]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(var_dir, port),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        output = read_until_started(process, look)
        password = re.search(r"password (\w{16})$", output, re.MULTILINE)
        yield LivePortal(
            url=f"http://127.0.0.1:{port}",
            admin_name="admin",
            admin_password=password[1] if password else None,
            mails=var_dir / "mail",
            var_dir=var_dir,
            output=output,
            process=process,
        )
    finally:
        stop(process, signal.SIGINT)


def get(url: str) -> tuple[int, str]:
    """Status and text of what is answered at an address."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.status, refused.read().decode()


def lay_out_content(var_dir: Path, *, small: bool) -> None:
    """The database and the pictures as a first start leaves them before it makes the account: kept ones, or now.

    Args:
        small: a few records of the content, which take a fraction of the minutes that all of them take, and an account,
            so that no first start follows, which would load the rest.
    """
    database, state, kept = var_dir / "portal.sqlite3", first_started(small=small), SQLite()
    if kept.lay_out(state, database):
        state.lay_out_media(var_dir / "media")
        return
    kept.lay_out(migrated(), database)
    with tempfile.TemporaryDirectory() as folder:
        write_small_content(Path(folder))
        steps = LAY_OUT.format(more=f", folder=Path({folder!r})" if small else "") + ("create_admin()" if small else "")
        command = [sys.executable, "manage.py", "shell", "--no-imports", "--command", steps]
        subprocess.run(command, cwd=ROOT, env=environment(var_dir, free_port()), check=True, stdin=subprocess.DEVNULL)
    # Else the worker would render every page and draw its card beside the tests, who ask for what they look at.
    with closing(sqlite3.connect(database)) as loaded, loaded:
        loaded.execute(f'DELETE FROM "{apps.get_model(TASKS)._meta.db_table}"')
    state.keep_media(var_dir / "media")
    kept.keep_file(state, database)


@contextmanager
def run_fresh_portal(var_dir: Path, *, small: bool = False) -> Iterator[LivePortal]:
    """The first start in a folder where tables and content are there already, if they are kept."""
    lay_out_content(var_dir, small=small)
    with run_portal(var_dir) as portal:
        yield portal
