"""Real web servers under load while somebody publishes through the admin: nobody is shown for long what is old."""

import re
import socket
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from wagtail.signals import page_published

from portal.core.users.models import User
from tests.forms import fields_of
from tests.served import gunicorn
from tests.sites import add_standard, make_site

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql, pytest.mark.drill]
#: Visitors beside each other, and how many requests a second they send together at most.
VISITORS, PER_SECOND = 8, 2000
#: How often somebody publishes, and the seconds between two times.
EDITS, BETWEEN = 8, 1.5
#: Seconds after the commit within which the last old answer may come.
SEEN_WITHIN = 1.0
#: What the script of the page editor sends of the lists in it.
BODY = {
    "sources-count": "0",
    "editorial_notes-count": "0",
    "body-count": "1",
    "body-0-deleted": "",
    "body-0-order": "0",
    "body-0-type": "heading",
    "body-0-value-text": "Bro over sundet",
    "body-0-value-level": "2",
}


@dataclass(frozen=True)
class Seen:
    """An answer: which edit it showed, and when it came (``time.monotonic``)."""

    edit: int
    at: float


class Visitor(threading.Thread):
    """Asks for a page again and again, over one connection to a server."""

    def __init__(self, port: int, path: str) -> None:
        super().__init__(daemon=True)
        self.port, self.left = port, threading.Event()
        self.request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
        self.seen: list[Seen] = []
        self.wrong: list[str] = []

    def run(self) -> None:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=30) as line:
                begun = time.monotonic()
                while not self.left.is_set():
                    self.seen.append(self.ask(line))
                    ahead = len(self.seen) * VISITORS / PER_SECOND - (time.monotonic() - begun)
                    if ahead > 0:
                        time.sleep(ahead)
        except (OSError, AttributeError) as error:
            self.wrong.append(repr(error))

    def ask(self, line: socket.socket) -> Seen:
        """One answer."""
        line.sendall(self.request)
        data = b""
        while b"\r\n\r\n" not in data:
            data += line.recv(65536)
        head, _, body = data.partition(b"\r\n\r\n")
        length = int(re.search(rb"(?i)content-length: (\d+)", head)[1])
        while len(body) < length:
            body += line.recv(65536)
        if not head.startswith(b"HTTP/1.1 200 "):
            self.wrong.append(head.decode("latin-1"))
        return Seen(int(re.search(rb"<h1[^>]*>Edit (\d+)</h1>", body)[1]), time.monotonic())


@contextmanager
def committed() -> Iterator[list[float]]:
    """Collects when publications were committed."""
    moments: list[float] = []

    def publishing(**_signal: object) -> None:
        transaction.on_commit(lambda: moments.append(time.monotonic()))

    page_published.connect(publishing)
    try:
        yield moments
    finally:
        page_published.disconnect(publishing)


def test_who_publishes_while_many_read_is_read_within_a_second_and_nobody_meets_an_error(
    tmp_path, record_testsuite_property
):
    make_site("en", "da")
    page = add_standard(title="Edit 0")
    editor = Client()
    editor.force_login(User.objects.create_superuser("kari", "kari@test.example", "password"))
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    with gunicorn(WEB_CONCURRENCY="2", VAR_DIR=str(tmp_path)) as port, committed() as moments:
        visitors = [Visitor(port, page.url_path) for _number in range(VISITORS)]
        for visitor in visitors:
            visitor.start()
        begun = time.monotonic()
        for number in range(1, EDITS + 1):
            time.sleep(BETWEEN)
            sent = fields_of(editor.get(address).content.decode(), "title")
            answer = editor.post(address, {**sent, **BODY, "title": f"Edit {number}", "action-publish": "1"})
            assert answer.status_code == 302, answer.context["form"].errors
        time.sleep(BETWEEN)
        took = time.monotonic() - begun
        for visitor in visitors:
            visitor.left.set()
        for visitor in visitors:
            visitor.join(60)
    connection.close()

    seen = [one for visitor in visitors for one in visitor.seen]
    late = [max((one.at - at for one in seen if one.edit < n), default=0.0) for n, at in enumerate(moments, 1)]
    record_testsuite_property("requests a second", round(len(seen) / took))
    record_testsuite_property("last old answer after", round(max(late), 3))
    assert [wrong for visitor in visitors for wrong in visitor.wrong] == []
    assert len(moments) == EDITS
    assert max(late) <= SEEN_WITHIN, late
    assert {one.edit for one in seen} == set(range(EDITS + 1))
    assert statistics.mean(len(visitor.seen) for visitor in visitors) > 100
