"""A worker of gunicorn that does not wait for ever, and takes no half of a request for the whole."""

import socket
import threading
import time
from contextlib import suppress
from typing import Any

from gunicorn.http.body import Body, LengthReader

from portal.at_once import AtOnceWorker

#: Seconds for a request's head, and for its body however small.
HEAD_SECONDS, BODY_SECONDS = 15.0, 30.0
#: Bytes a second that a body has to arrive with beyond that: a phone with a bad connection is faster.
LEAST_SPEED = 10_000
#: Seconds between two looks.
LOOK_EVERY = 0.5


class Deadlines:
    """Sockets from which something is awaited, and until when."""

    def __init__(self) -> None:
        self._until: dict[socket.socket, float] = {}
        self._lock = threading.Lock()

    def set(self, sock: socket.socket, seconds: float) -> None:
        """Await what comes next from ``sock`` for so long."""
        with self._lock:
            self._until[sock] = time.monotonic() + seconds

    def clear(self, sock: socket.socket) -> None:
        """Everything has come, or nobody waits for it any more."""
        with self._lock:
            self._until.pop(sock, None)

    def end_overdue(self) -> None:
        """Say to those who read from an overdue socket that nothing more comes. They can still answer."""
        now = time.monotonic()
        with self._lock:
            overdue = [sock for sock, until in self._until.items() if until < now]
            for sock in overdue:
                del self._until[sock]
                with suppress(OSError):
                    sock.shutdown(socket.SHUT_RD)

    def watch(self) -> None:
        """Look again and again, as long as the process lives."""
        while True:
            time.sleep(LOOK_EVERY)
            self.end_overdue()


class WholeReader(LengthReader):
    """A body of known length. When the connection ends before all has come, that is an error.

    gunicorn hands over what there is, and Django takes it for the whole: half a sentence would be stored as if somebody
    had written it, half a form carried out as if somebody had pressed its button.
    """

    def read(self, size: int) -> bytes:
        """So many bytes, or as many as are left.

        Raises:
            ConnectionResetError: they do not come any more.
        """
        wanted = min(self.length, size)
        data: bytes = super().read(size)
        if len(data) < wanted:
            raise ConnectionResetError("the connection ended within a request")
        return data


class DeadlineWorker(AtOnceWorker):
    """gunicorn's worker with threads, and a time by which each request has to be there."""

    sockets: list[socket.socket]

    def init_process(self) -> None:
        """In the worker's own process: threads do not survive the fork."""
        self.deadlines = Deadlines()
        threading.Thread(target=self.deadlines.watch, name="deadlines", daemon=True).start()
        super().init_process()

    def set_accept_enabled(self, enabled: bool) -> None:
        """As gunicorn's; a worker that ends takes the connections that wait already, and says that no more are taken.

        gunicorn leaves the socket open until its last answer is given: whoever came meanwhile waited, and for nothing.
        """
        super().set_accept_enabled(enabled)
        if self.alive:
            return
        for listener in self.sockets:
            before = -1
            while before != self.nr_conns:
                before = self.nr_conns
                self.accept(listener)
            listener.close()
        self.sockets = []

    def handle(self, conn: Any) -> Any:
        """One request of a connection, in one of the threads."""
        sock = conn.sock
        self.deadlines.set(sock, HEAD_SECONDS)
        try:
            return super().handle(conn)
        finally:
            self.deadlines.clear(sock)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """The head is there; the body may take the longer the larger it is said to be."""
        length = next((value for name, value in req.headers if name == "CONTENT-LENGTH"), "")
        chunked = any(name == "TRANSFER-ENCODING" for name, _value in req.headers)
        if chunked or length.strip("0"):
            size = int(length) if length.isdigit() else 0
            self.deadlines.set(conn.sock, BODY_SECONDS + size / LEAST_SPEED)
        else:
            self.deadlines.clear(conn.sock)
        if isinstance(req.body.reader, LengthReader):
            req.body = Body(WholeReader(req.body.reader.unreader, req.body.reader.length))
        return super().handle_request(req, conn)
