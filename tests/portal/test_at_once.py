"""What the worker answers from memory in its loop, and what it leaves to gunicorn's threads and rules."""

import os
import socket
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

import pytest
from gunicorn.config import Config
from gunicorn.http import get_parser, wsgi

from portal.at_once import _NOT_SIMPLE, environ_of
from tests.portal.test_server import send, wait_for_port
from tests.services.service import free_port

ROOT = Path(__file__).resolve().parents[2]
SIMPLE = (
    b"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    b"HEAD /en/p%C3%A5/?q=%C3%A6&page=2&page= HTTP/1.1\r\nHost: portal.example:80\r\nAccept-Encoding:br\r\n\r\n",
    b'GET /fi/%0d%0a/%2e%2e/;a=b/?x?y/z HTTP/1.1\r\nhost: \t a \r\nIf-None-Match: "a", W/"b"\r\nX-Empty:\r\n\r\n',
    b"GET /en/? HTTP/1.1\r\nHost: a\r\nCookie: a=\xc3\xa6; b=:\r\nConnection: keep-alive\r\nPriority: u=0, i\r\n\r\n",
    b"GET /en/ HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 10.0.0.1\r\nConnection: close\r\n\r\n",
)
ODD = {
    "a body": b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n",
    "a body in chunks": b"GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
    "a form": b"POST / HTTP/1.1\r\nHost: a\r\n\r\n",
    "another request behind it": b"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
    "half a head": b"GET / HTTP/1.1\r\nHost: a\r\n",
    "no host": b"GET / HTTP/1.1\r\nAccept: a\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "two cookies": b"GET / HTTP/1.1\r\nHost: a\r\nCookie: a\r\ncookie: b\r\n\r\n",
    "two names for one": b"GET / HTTP/1.1\r\nHost: a\r\nX_Forwarded_Proto: https\r\n\r\n",
    "a folded line": b"GET / HTTP/1.1\r\nHost: a\r\nCookie: a\r\n b\r\n\r\n",
    "a space before the colon": b"GET / HTTP/1.1\r\nHost : a\r\n\r\n",
    "lines that end otherwise": b"GET / HTTP/1.1\nHost: a\n\n",
    "a zero byte": b"GET / HTTP/1.1\r\nHost: a\r\nCookie: a\x00b\r\n\r\n",
    "an old browser": b"GET / HTTP/1.0\r\nHost: a\r\n\r\n",
    "an absolute address": b"GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
    "two slashes": b"GET //b/ HTTP/1.1\r\nHost: a\r\n\r\n",
    "a fragment": b"GET /#a HTTP/1.1\r\nHost: a\r\n\r\n",
    "letters that are not encoded": "GET /å HTTP/1.1\r\nHost: a\r\n\r\n".encode(),
    "another protocol": b"GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
    "who waits for a word": b"GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n",
    "more fields than anybody sends": b"GET / HTTP/1.1\r\nHost: a\r\n%s\r\n"
    % b"".join(b"X%d: a\r\n" % n for n in range(99)),
}
#: An application that has two addresses in memory, and says of all others that a thread answered.
APPLICATION = """
bind = ["127.0.0.1:{port}"]
worker_class = "portal.deadlines.DeadlineWorker"
threads, keepalive = 2, 5
control_socket_disable = True
LARGE = b"x" * 30_000_000

class Application:
    def __call__(self, environ, start_response):
        body = b"thread " + environ["wsgi.input"].read()
        start_response("200 OK", [("Content-Length", str(len(body)))])
        return [body]

    def at_once(self, environ):
        body = {{"/kept": environ["wsgi.url_scheme"].encode(), "/large": LARGE}}.get(environ["PATH_INFO"])
        return body and ("200 OK", [("Content-Length", str(len(body))), ("ETag", '"a"')], body)

application = Application()
"""


@pytest.mark.parametrize("data", SIMPLE)
def test_a_simple_request_is_read_as_gunicorn_reads_it(data):
    config, client = Config(), ("10.0.0.1", 5000)
    request = next(get_parser(config, iter([data]), client))
    _response, full = wsgi.create(request, None, client, ("127.0.0.1", 80), config)
    fields = {name: value for name, value in full.items() if name.startswith("HTTP_")}
    line = {name: full[name] for name in ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING")}
    assert environ_of(data) == fields | line


@pytest.mark.parametrize("data", ODD.values(), ids=ODD)
def test_what_is_odd_is_left_to_gunicorn(data):
    assert environ_of(data) is None


@pytest.mark.parametrize("name", sorted(_NOT_SIMPLE))
def test_fields_that_only_gunicorn_weighs_are_left_to_it(name):
    field = name.removeprefix("HTTP_").replace("_", "-").title().encode()
    assert environ_of(b"GET / HTTP/1.1\r\nHost: a\r\n" + field + b": 1\r\n\r\n") is None


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """gunicorn with our worker and that application."""
    folder, port = tmp_path_factory.mktemp("at-once"), free_port()
    (folder / "kept.py").write_text(APPLICATION.format(port=port))
    command = [sys.executable, "-m", "gunicorn", "--config", "kept.py", "--pythonpath", str(folder), "kept:application"]
    process = subprocess.Popen(command, cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)})
    wait_for_port(port)
    yield port
    process.terminate()
    process.wait(20)


def read_until(sock: socket.socket, ends: int) -> bytes:
    """What comes until so many answers are there, which all end with ``http`` or ``thread``."""
    data = b""
    while data.count(b"\r\n\r\nhttp") + data.count(b"\r\n\r\nthread ") < ends:
        more = sock.recv(65536)
        assert more, data
        data += more
    return data


def test_a_connection_stays_open_between_memory_and_threads(server):
    line = HTTPConnection("127.0.0.1", server, timeout=20)
    answers = []
    for method, path, body in (
        ("GET", "/kept", None),
        ("GET", "/kept", None),
        ("POST", "/kept", "words"),
        ("HEAD", "/kept", None),
        ("GET", "/other", None),
        ("GET", "/kept", None),
    ):
        line.request(method, path, body, headers={"X-Forwarded-Proto": "https"})
        answer = line.getresponse()
        answers.append((answer.status, answer.headers["Content-Length"], answer.read()))
        assert answer.headers["Connection"] == "keep-alive"
        assert answer.headers["Date"]
    kept = (200, "5", b"https")
    assert answers == [kept, kept, (200, "12", b"thread words"), (200, "5", b""), (200, "7", b"thread "), kept]
    line.close()


def test_requests_in_one_piece_or_in_many_are_answered_in_their_order(server):
    kept, other = (f"GET /{name} HTTP/1.1\r\nHost: a\r\n\r\n" for name in ("kept", "other"))
    with send(server, kept + other + kept) as sock:
        texts = read_until(sock, 3).split(b"\r\n\r\n")[1:]
        assert [text[:7] for text in texts] == [b"thread "] * 3
        for letter in kept:
            sock.sendall(letter.encode())
        read_until(sock, 1)


def test_a_connection_that_is_to_be_closed_is(server):
    with send(server, "GET /kept HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n") as sock:
        answer = b"".join(iter(lambda: sock.recv(65536), b""))
    assert b"\r\nConnection: close\r\n" in answer
    assert answer.endswith(b"\r\n\r\nhttp")


def test_who_reads_slowly_keeps_nobody_waiting_and_gets_everything(server):
    large = "GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    with send(server, large) as slow, send(server, "GET /kept HTTP/1.1\r\nHost: a\r\n\r\n") as quick:
        read_until(quick, 1)
        quick.sendall(b"GET /kept HTTP/1.1\r\nHost: a\r\n\r\n")
        read_until(quick, 1)
        with send(server, large) as leaves:
            leaves.recv(100)
        got = b"".join(iter(lambda: slow.recv(1 << 20), b""))
    assert got.partition(b"\r\n\r\n")[2] == b"x" * 30_000_000
