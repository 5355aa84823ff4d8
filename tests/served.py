"""gunicorn as in production on the database of the tests, for what only real processes and connections can do."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import IO
from urllib.parse import quote, urlencode

import pytest
from django.db import connection

from tests.services.service import free_port, stop

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 120
FORM = "application/x-www-form-urlencoded"
#: What ``User.objects.create_user`` of the factories sets.
PASSWORD = "a long password of tests"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def url_of_database() -> str:
    """The address under which another process finds the database of this test run."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    return f"postgresql://{at['USER']}@{quote(str(at['HOST']), safe='')}:{at['PORT']}/{at['NAME']}"


def environment(**more: str) -> dict[str, str]:
    """What a process needs that works on the database of this test run."""
    return {
        **os.environ,
        "DATABASE_URL": url_of_database(),
        "DJANGO_SETTINGS_MODULE": "tests.served_settings",
        "LOG_LEVEL": "ERROR",
        **more,
    }


def start_gunicorn(port: int, stderr: IO[bytes] | None = None, **more: str) -> subprocess.Popen:
    """The web server as ``portal.server`` configures it, with further variables, as soon as it answers."""
    command = [sys.executable, "-m", "gunicorn", "--config", "python:portal.server", "portal.wsgi"]
    env = environment(PORT=str(port), **more)
    process = subprocess.Popen(command, cwd=ROOT, env=env, stderr=stderr, start_new_session=True)
    try:
        _wait_for(port, process)
    except TimeoutError:
        stop(process, signal.SIGTERM)
        raise
    return process


@contextmanager
def gunicorn(stderr: IO[bytes] | None = None, **more: str) -> Iterator[int]:
    """A web server as long as it is needed; yields its port."""
    port = free_port()
    process = start_gunicorn(port, stderr, **more)
    try:
        yield port
    finally:
        stop(process, signal.SIGTERM)


def _wait_for(port: int, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as line:
            try:
                line.request("GET", "/healthz")
                line.getresponse().read()
            except OSError:
                time.sleep(0.2)
            else:
                return
    raise TimeoutError("gunicorn does not answer")


@pytest.fixture(scope="module")
def served(django_db_setup: None) -> Iterator[int]:
    """The port of a web server on the database of the tests."""
    with gunicorn() as port:
        yield port


def ask(port: int, method: str, path: str, fields: object = None, **headers: str) -> tuple[int, str, dict[str, str]]:
    """Status, text and headers of one answer, over a connection of its own."""
    body = fields if isinstance(fields, str) else urlencode(fields) if fields else None
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as line:
        line.request(method, path, body, {"Content-Type": FORM, **headers} if body else headers)
        answer = line.getresponse()
        cookies = "; ".join(one.partition(";")[0] for one in answer.headers.get_all("Set-Cookie", []))
        return (
            answer.status,
            answer.read().decode(),
            {"location": answer.headers.get("Location", ""), "cookie": cookies},
        )


def log_in(port: int, name: str, **headers: str) -> str:
    """Log in at the admin; returns the cookies of the session."""
    _status, page, first = ask(port, "GET", "/admin/login/", **headers)
    fields = {"username": name, "password": PASSWORD, "csrfmiddlewaretoken": TOKEN.findall(page)[0]}
    origin = {"Referer": f"https://127.0.0.1:{port}/"}
    status, _page, second = ask(port, "POST", "/admin/login/", fields, Cookie=first["cookie"], **origin, **headers)
    assert status == 302
    return second["cookie"]
