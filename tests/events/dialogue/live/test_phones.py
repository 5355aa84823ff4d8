"""Simulated phones before a busy portal or a line that is cut: they try again, and tell what was lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from events.dialogue.live import phones as simulated
from events.dialogue.live import rooms
from events.dialogue.live.demo import publish_workshop
from events.dialogue.live.phones import Crowd, DemoTroubleError, Sheet, look_for
from events.dialogue.made_up import THOUGHTS, marked, unmarked
from events.dialogue.models import Occasion
from tests.events.dialogue.live.rooms import make_facilitator
from tests.sites import make_site

CUT, BUSY, NONE = 0, 503, None


@contextmanager
def bad_line(url: str, faults: list[int | None]) -> Iterator[str]:
    """A proxy before the portal: each request takes the next fault, and only without one does it come through."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Break the line, or hand the request on."""
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            fault = faults.pop(0) if faults else None
            if fault == CUT:
                self.close_connection = True
                return
            status, location, content = fault or 0, "", b""
            if not fault:
                line = HTTPConnection(url.removeprefix("http://"))
                sent = {"Content-Type": self.headers["Content-Type"]} if body else {}
                line.request(self.command, self.path, body or None, sent)
                answer = line.getresponse()
                status, location, content = answer.status, answer.headers.get("Location", ""), answer.read()
                line.close()
            self.send_response(status)
            self.send_header("Location", location)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_GET  # noqa: N815 (as the library calls it)

        def log_message(self, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def occasion(transactional_db, monkeypatch) -> Occasion:
    monkeypatch.setattr(simulated, "PAUSES", (0.01, 0.01))
    make_site("en", "da", "nb", "sv", "fi", "is")
    workshop = publish_workshop("demo-live")
    return rooms.open_room(workshop.pk, make_facilitator(), timezone.now())


@pytest.mark.sqlite_drill
def test_busy_portal_and_cut_line_are_tried_again(occasion, live_server):
    sheet, faults = Sheet(), [BUSY, CUT, NONE, CUT, BUSY]

    with bad_line(live_server.url, faults) as url, Crowd(url, 1, sheet) as crowd:
        assert crowd.each(lambda phone: phone.join(occasion.live_code)) == 1

    assert occasion.participants.count() == 1
    assert (sheet.repeated, sheet.troubles) == (4, {})


@pytest.mark.sqlite_drill
def test_what_does_not_get_through_is_counted_and_stops_nobody_else(occasion, live_server):
    sheet = Sheet()

    with bad_line(live_server.url, [BUSY] * 3 + [CUT] * 3) as url, Crowd(url, 1, sheet) as crowd:
        assert crowd.each(lambda phone: phone.join(occasion.live_code)) == 0
        assert crowd.people == []
    with Crowd(live_server.url, 2, sheet) as crowd:
        assert crowd.each(lambda phone: phone.join(occasion.live_code)) == 2
        assert crowd.each(lambda phone: phone.say()) == 0  # no round is open

    assert sorted(sheet.troubles.values()) == [1, 2]
    assert "No answer came" in min(sheet.troubles, key=sheet.troubles.__getitem__)
    assert sheet.troubles["The portal answered 409, 303 was expected."] == 2


def test_command_says_that_no_portal_runs_and_makes_nothing(db):
    with pytest.raises(DemoTroubleError, match="No portal answers"):
        look_for("http://127.0.0.1:9")
    with pytest.raises(CommandError, match="Is it running there"):
        call_command("demo_workshop", "--url", "http://127.0.0.1:9")

    assert not Occasion.objects.exists()


def test_mark_is_left_out_of_what_is_compared_and_nothing_else():
    for language, thoughts in THOUGHTS.items():
        assert unmarked(marked(thoughts[0], 29, language)) == thoughts[0]
        assert unmarked(f"{marked(thoughts[1], 0, language)} www.example.org") == f"{thoughts[1]} www.example.org"
    for text in ("Flere bænke (made up by phone)", "Þetta er uppspuni (1)", ""):
        assert unmarked(text) == text
