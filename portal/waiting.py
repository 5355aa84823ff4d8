"""The portal's waiting page while it has no web server yet, at the address that the web server takes over."""

import socket
import threading
from contextlib import suppress
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application


class _Handler(WSGIRequestHandler):
    """Answers one request per connection: whoever asks again may already ask the web server."""

    #: Seconds for a request: browsers open connections for requests that never come.
    timeout = 10

    def handle(self) -> None:
        """Answer; a connection that nothing comes through, or that is cut off, ends without a word."""
        with suppress(TimeoutError, ConnectionError):
            super().handle()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name in the library)
        """Addresses and what is asked for are not logged."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class WaitingPage:
    """Answers from this process as the web server would: it says how far the content is (``FirstContent``).

    The static files come from their sources, as nothing is collected yet.

    Parameters:
        listener: a listening socket, which stays open when the page goes.
    """

    def __init__(self, listener: socket.socket) -> None:
        host, port = listener.getsockname()
        self.server = _Server((host, port), _Handler, bind_and_activate=False)
        self.server.socket.close()
        self.server.socket = listener
        self.server.server_name, self.server.server_port = host, port
        self.server.setup_environ()
        self.server.set_app(StaticFilesHandler(get_wsgi_application()))
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.1,), daemon=True)
        self.thread.start()

    def end(self) -> None:
        """Take no more connections; those that wait are for whoever gets the socket next."""
        self.server.shutdown()
        self.thread.join()
