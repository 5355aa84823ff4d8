"""A gate in front of a server: open it forwards, shut it refuses, stuck it accepts and never answers."""

import contextlib
import socket
import threading
from enum import Enum
from urllib.parse import urlsplit


class State(Enum):
    """What the gate does with whoever comes."""

    OPEN = "open"
    SHUT = "shut"
    STUCK = "stuck"


class Gate:
    """Listens on a port of its own, in threads of its own, until ``close``."""

    def __init__(self, target: str) -> None:
        parts = urlsplit(target)
        self.target = (parts.hostname or "127.0.0.1", parts.port or 9200)
        self.state = State.OPEN
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.sockets: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def turn(self, state: State) -> None:
        """Change what the gate does; connections that are open are cut, as when a server dies."""
        self.state = state
        cut, self.sockets = self.sockets, []
        for connection in cut:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()

    def close(self) -> None:
        """Stop listening."""
        self.turn(State.SHUT)
        self.listener.close()

    def _accept(self) -> None:
        while True:
            try:
                visitor, _address = self.listener.accept()
            except OSError:
                return
            if self.state is State.SHUT:
                visitor.close()
                continue
            self.sockets.append(visitor)
            if self.state is State.OPEN:
                server = socket.create_connection(self.target)
                self.sockets.append(server)
                for source, sink in ((visitor, server), (server, visitor)):
                    threading.Thread(target=self._forward, args=(source, sink), daemon=True).start()

    @staticmethod
    def _forward(source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
