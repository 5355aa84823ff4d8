"""What leaves the portal when errors are reported: read at a server that really receives it."""

import gzip
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import brotli
import pytest

from tests.events.factories import coming_event
from tests.served import ROOT, environment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite_drill]
#: A visitor registers, and the database quotes what was typed; then a job fails in the same way.
PROCESS = """
import logging, sys
import django
django.setup()
from django.db import DataError, connection
from django.test import Client
import sentry_sdk

def fail(execute, sql, params, many, context):
    if sql.startswith("SELECT"):
        secret = "Þóra typed this"
        raise DataError("invalid input: 'Þóra typed this' (email)=(thora@example.org)")
    return execute(sql, params, many, context)

headers = {"X-Request-ID": "request-of-a-test", "Cookie": "session=private-cookie"}
visitor = Client(raise_request_exception=False, headers=headers)
typed = {"name": "Þóra Ægisdóttir", "email": "thora@example.org"}
with connection.execute_wrapper(fail):
    answer = visitor.post(sys.argv[1], typed, REMOTE_ADDR="192.0.2.77")
assert answer.status_code == 500, answer.status_code
try:
    raise ValueError("Åse Ødegård")
except ValueError:
    logging.getLogger("portal.tests").exception("The job %s failed for %s", "mail", "aase@example.org")
logging.getLogger("portal.tests").warning("only a warning")
sentry_sdk.flush(10)
"""


@pytest.fixture
def receiver() -> Iterator[HTTPServer]:
    """A server that takes what is reported; ``received`` holds the bodies as they came, unpacked."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            unpack = {"gzip": gzip.decompress, "br": brotli.decompress}.get(self.headers["Content-Encoding"], bytes)
            self.server.received.append(unpack(body).decode())
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.received = []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def report(path: str, **variables: str) -> None:
    command = [sys.executable, "-c", PROCESS, path]
    done = subprocess.run(command, cwd=ROOT, env=environment(**variables), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_report_says_where_it_failed_and_nothing_about_anybody(receiver):
    slug = coming_event().texts.get(language="en").slug
    report(f"/en/events/{slug}/register/", ERROR_REPORTING_DSN=f"http://key@127.0.0.1:{receiver.server_port}/1")
    events = [json.loads(body.splitlines()[-1]) for body in receiver.received]
    everything = "\n".join(receiver.received)

    kinds = {event["exception"]["values"][-1]["type"] for event in events}
    assert kinds == {"DataError", "ValueError"}
    by_kind = {event["exception"]["values"][-1]["type"]: event for event in events}
    assert by_kind["ValueError"]["logentry"] == {"message": "The job %s failed for %s"}
    assert by_kind["DataError"]["tags"] == {"request": "request-of-a-test"}
    frames = by_kind["DataError"]["exception"]["values"][-1]["stacktrace"]["frames"]
    assert any(frame["function"] == "fail" for frame in frames)
    private = ("Þóra", "\\u00de", "gisd", "thora", "aase", "Ødeg", "example.org", slug, "192.0.2.77", "private-cookie")
    assert [text for text in private if text in everything] == []
    assert "only a warning" not in everything


def test_nothing_is_reported_by_default(receiver):
    slug = coming_event().texts.get(language="en").slug
    report(f"/en/events/{slug}/register/")
    assert receiver.received == []
