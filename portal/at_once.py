"""Kept pages are answered where requests arrive: in the loop of gunicorn's worker, before a thread is asked.

To hand a request to a thread, and its connection back, costs more than a kept page. Only what is simple goes this way:
the whole head of a GET or HEAD as browsers and proxies write it, without a body. Everything else, and whatever is odd,
is left as it came to gunicorn, which reads it by all the rules.
"""

import re
import socket
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future
from typing import Protocol

from gunicorn.http.message import HeaderPolicy
from gunicorn.util import http_date, unquote_to_wsgi_str
from gunicorn.workers.gthread import _DEFER, ThreadWorker

#: The longest head that is looked at here, and the most fields.
MOST_BYTES, MOST_FIELDS = 8000, 60
_HEAD = re.compile(
    rb"(GET|HEAD) (/(?!/)[\w.~%!$&'()*+,;=:@/-]*)(?:\?([\w.~%!$&'()*+,;=:@/?-]*))? HTTP/1\.1\r\n"
    rb"((?:[A-Za-z0-9-]+:[\t\x20-\x7e\x80-\xff]*\r\n)+)\r\n"
)
#: Fields by which a request is more than its head, or that say who came how in a way that only gunicorn weighs.
_NOT_SIMPLE = {
    "HTTP_CONTENT_LENGTH",
    "HTTP_TRANSFER_ENCODING",
    "HTTP_TRAILER",
    "HTTP_EXPECT",
    "HTTP_UPGRADE",
    "HTTP_X_FORWARDED_PROTOCOL",
    "HTTP_X_FORWARDED_SSL",
}


class _Buffer(Protocol):
    def getvalue(self) -> bytes: ...


class _Unreader(Protocol):
    buf: _Buffer

    def unread(self, data: bytes) -> None: ...


class _Parser(Protocol):
    unreader: _Unreader


class Connection(Protocol):
    """A connection as gunicorn keeps it (``TConn``)."""

    sock: socket.socket
    client: object
    initialized: bool
    is_http2: bool
    data_ready: bool
    parser: _Parser

    def init(self) -> None:
        """Make its parser."""


def environ_of(data: bytes) -> dict[str, str] | None:
    """A simple request as WSGI puts it, but for its scheme; None for all others."""
    head = _HEAD.fullmatch(data)
    if head is None:
        return None
    environ = {
        "REQUEST_METHOD": head[1].decode(),
        "PATH_INFO": unquote_to_wsgi_str(head[2].decode()),
        "QUERY_STRING": (head[3] or b"").decode(),
    }
    lines = head[4].decode("latin-1").split("\r\n")[:-1]
    for line in lines:
        name, _, value = line.partition(":")
        environ[f"HTTP_{name.upper().replace('-', '_')}"] = value.strip(" \t")
    stands_once = len(lines) == len(environ) - 3 <= MOST_FIELDS
    is_simple = stands_once and "HTTP_HOST" in environ and _NOT_SIMPLE.isdisjoint(environ)
    return environ if is_simple and environ.get("HTTP_CONNECTION", "close") in {"close", "keep-alive"} else None


def head_of(status: str, headers: Iterable[tuple[str, str]], *, stays_open: bool) -> bytes:
    """The head of an answer, as gunicorn writes it."""
    lines = [
        f"HTTP/1.1 {status}",
        "Server: gunicorn",
        f"Date: {http_date()}",
        f"Connection: {'keep-alive' if stays_open else 'close'}",
        *(f"{name}: {value}" for name, value in headers),
        "\r\n",
    ]
    return "\r\n".join(lines).encode("latin-1")


class _Peer(HeaderPolicy):
    """Who has sent a request: gunicorn believes only its own proxies that a visitor came by HTTPS."""

    def __init__(self, config: object, address: object) -> None:
        self.cfg, self.peer_addr = config, address

    def scheme(self, said: str) -> str:
        return "https" if said == "https" and self._peer_is_trusted_proxy() else "http"


def _done(result: object) -> "Future[object]":
    future: Future[object] = Future()
    future.set_result(result)
    return future


#: What a thread says that has answered: whether the connection stays open.
_DONE = {stays_open: _done(stays_open) for stays_open in (True, False)}
#: The same, when nothing has come yet.
_DEFERRED = _done(_DEFER)


class AtOnceWorker(ThreadWorker):
    """gunicorn's worker with threads, which first asks the application what it has in memory (``at_once``)."""

    def enqueue_req(self, conn: Connection) -> None:
        """There may be something to read: answer it from memory, else let a thread do all."""
        if not self._answer(conn):
            super().enqueue_req(conn)

    def _answer(self, conn: Connection) -> bool:
        at_once = getattr(self.wsgi, "at_once", None)
        if at_once is None or not self.alive or conn.is_http2 or self.cfg.is_ssl:
            return False
        data = _waiting(conn)
        if data is None and not conn.initialized:  # It has just been opened: no thread has to wait for its request.
            self.finish_request(conn, _DEFERRED)
            return True
        if not data:
            return False
        conn.init()
        environ = environ_of(data)
        reply = at_once(environ | {"wsgi.url_scheme": self._scheme(conn, environ)}) if environ else None
        if environ is None or reply is None:
            conn.parser.unreader.unread(data)
            conn.data_ready = True
            return False
        is_last = environ.get("HTTP_CONNECTION") == "close" or len(self.keepalived_conns) >= self.max_keepalived
        status, headers, body = reply
        head = head_of(status, headers, stays_open=not is_last)
        self._send(conn, [head, b"" if environ["REQUEST_METHOD"] == "HEAD" else body], stays_open=not is_last)
        return True

    def _scheme(self, conn: Connection, environ: Mapping[str, str]) -> str:
        said = environ.get("HTTP_X_FORWARDED_PROTO")
        return _Peer(self.cfg, conn.client).scheme(said) if said else "http"

    def _send(self, conn: Connection, parts: Sequence[bytes], *, stays_open: bool) -> None:
        """Send, without waiting for anybody: what does not fit into the socket at once is a thread's."""
        try:
            sent = conn.sock.sendmsg(parts, [], socket.MSG_DONTWAIT)
        except BlockingIOError:
            sent = 0
        except OSError:  # The visitor has left.
            self.finish_request(conn, _DONE[False])
            return
        if sent == sum(map(len, parts)):
            self.finish_request(conn, _DONE[stays_open])
            return
        sending = self.tpool.submit(_send_slowly, conn.sock, b"".join(parts)[sent:], stays_open=stays_open)
        sending.add_done_callback(lambda done: self.method_queue.defer(self.finish_request, conn, done))


def _waiting(conn: Connection) -> bytes | None:
    """What waits on a connection to be read; None if nothing came yet, empty if a thread has to look."""
    if conn.initialized and conn.parser.unreader.buf.getvalue():
        return b""
    try:
        return conn.sock.recv(MOST_BYTES, socket.MSG_DONTWAIT)
    except BlockingIOError:
        return None
    except OSError:
        return b""


def _send_slowly(sock: socket.socket, data: bytes, *, stays_open: bool) -> bool:
    try:
        sock.setblocking(True)
        sock.sendall(data)
    except OSError:
        return False
    return stays_open
