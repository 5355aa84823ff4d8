"""While the initial content is loaded, whoever comes reads how far it is; no test here may ask the database."""

import re
import socket
import struct
from contextlib import closing
from http.client import HTTPConnection

import pytest
from django.conf import settings as configured
from django.test import Client

from portal.core.operations import filling
from portal.waiting import WaitingPage, _Handler

LANGUAGES = [code for code, _name in configured.LANGUAGES]


@pytest.fixture
def filled(settings, tmp_path) -> Client:
    """A server that was started while 42 of 173 records were there."""
    settings.VAR_DIR = tmp_path
    filling.note(42, 173)
    return Client(headers={"accept-language": "fi"})


def test_page_says_in_every_language_how_far_it_is_and_looks_again(filled: Client):
    answer = filled.get("/da/projects/")
    text = answer.content.decode()

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "script-src" in answer.headers["Content-Security-Policy"]
    assert '<html lang="fi">' in text
    assert re.findall(r'<section class="section" lang="(..)">', text) == ["fi", *(c for c in LANGUAGES if c != "fi")]
    assert '<progress id="filled" max="173" value="42"' in text
    assert re.findall(r"\b42\b[^<]*\b173\b", text)
    assert '<meta http-equiv="refresh" content="5">' in text
    assert "<script" not in text


def test_programs_get_json_and_probes_are_true_to_the_state(filled: Client):
    answers = {path: filled.get(path) for path in ("/api/v1/search/", "/healthz", "/readyz")}

    assert [answer.status_code for answer in answers.values()] == [503, 200, 503]
    assert answers["/api/v1/search/"].json()["error"]["message"]
    assert answers["/readyz"].json() == {"status": "not ready", "content": "being loaded"}


def test_everything_opens_when_it_ends_and_never_closes_again(filled: Client):
    assert filled.get("/").status_code == 503
    filling.end()
    assert filled.get("/").headers["Location"] == "/fi/"
    filling.note(1, 173)
    assert filled.get("/").status_code == 302


def test_server_that_starts_later_never_looks(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    client = Client(headers={"accept-language": "fi"})
    assert client.get("/").status_code == 302
    filling.note(1, 173)
    assert client.get("/").status_code == 302


@pytest.fixture
def listener() -> socket.socket:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def ask(listener: socket.socket, path: str) -> tuple[int, str]:
    connection = HTTPConnection(*listener.getsockname(), timeout=60)
    connection.request("GET", path, headers={"Accept-Language": "is"})
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_the_page_is_there_before_any_static_file_and_hands_its_socket_on(filled: Client, listener, settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "portal.core.web.static_storage.StaticStorage"},
    }
    settings.STATIC_ROOT = settings.VAR_DIR / "static"
    page = WaitingPage(listener)
    status, text = ask(listener, "/is/")
    sheet = re.search(r'rel="stylesheet" href="([^"]+)"', text)

    assert (status, ask(listener, "/healthz")[0], ask(listener, "/readyz")[0]) == (503, 200, 503)
    assert '<html lang="is">' in text
    assert ask(listener, sheet[1])[0] == 200
    page.end()
    # Who comes now is taken by whoever takes the socket.
    late = socket.create_connection(listener.getsockname())
    taken, _address = listener.accept()
    late.close()
    taken.close()


def test_connections_that_nothing_comes_through_or_that_are_cut_off_say_nothing(
    filled: Client, listener, monkeypatch, capfd
):
    monkeypatch.setattr(_Handler, "timeout", 0.2)
    page = WaitingPage(listener)
    with closing(socket.create_connection(listener.getsockname(), timeout=60)) as idle:
        with closing(socket.create_connection(listener.getsockname())) as cut:
            cut.sendall(b"GET / HT")
            # Closed by a reset, as by a phone that is switched off.
            cut.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        assert idle.recv(1) == b""
    assert ask(listener, "/healthz")[0] == 200
    page.end()
    assert capfd.readouterr().err == ""
