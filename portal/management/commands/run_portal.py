import http.client
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import BaseCommand
from gunicorn.app.wsgiapp import run as gunicorn

from portal import first_start
from portal.catalogues import compile_catalogues
from portal.core.hooks.bulk import rare_garbage_collection
from portal.core.operations import filling
from portal.processes import END_SIGNALS, Fork, Preparation, fork_command, run_together, stop
from portal.settings.env import env
from portal.waiting import WaitingPage

HOST = "127.0.0.1"
ANSWER_SECONDS = 60


def listen(port: int) -> socket.socket:
    """A listening socket on the port of the loopback address: who comes before the web server waits for it.

    Raises:
        CommandError: somebody else listens there.
    """
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise CommandError(f"Port {port} is in use. Choose another one: PORT={port + 1} make run") from error
    return listener


def serve(listener: socket.socket) -> None:
    """Run gunicorn, as it serves in production, for who comes to the listening socket."""
    bind = f"fd://{listener.detach()}"
    sys.argv = ["gunicorn", "--config", "python:portal.server", "--bind", bind, "portal.wsgi"]
    gunicorn()


def wait_for_answer(port: int) -> bool:
    """Wait until the web server answers a request, whatever the answer; False after ``ANSWER_SECONDS``."""
    deadline = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection(HOST, port, timeout=ANSWER_SECONDS)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return True
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    return False


class Command(BaseCommand):
    help = "The whole portal on this machine: makes what is missing, then runs web server and worker until Ctrl-C."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def handle(self, *args: object, **options: object) -> None:
        self.start = time.monotonic()
        self.port = env["PORT"]
        self.listener = listen(self.port)
        settings.PORT_FILE.write_text(str(self.port))
        for number in END_SIGNALS[1:]:
            signal.signal(number, lambda number, frame: sys.exit(128 + number))  # so that what was started is stopped
        filling.end()
        with self.step("message catalogues"):
            compile_catalogues()
        content = self.prepare()
        server = {"web server": partial(Fork, serve, self.listener)}
        worker = {"worker": partial(fork_command, "run_worker", without=[self.listener])}
        sockets = [self.listener]
        try:
            if content:
                loading = Preparation("load of the initial content", content, self.open_portal, worker)
                code = run_together(server, self.say_where_to_wait, self.say, worker, loading, sockets)
            else:
                code = run_together({**server, **worker}, self.welcome, self.say, worker, sockets=sockets)
        finally:
            filling.end()
        if code:
            sys.exit(code)

    def say(self, line: str) -> None:
        """One line for the person at the terminal, at once."""
        self.stdout.write(line)
        self.stdout.flush()

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Print what was done and how long it took."""
        start = time.monotonic()
        yield
        self.say(f"{time.monotonic() - start:6.1f} s  {title}")

    def prepare(self) -> Fork | None:
        """Everything before the start of the server; returns the process that loads the content, at a first start."""
        # Compressing takes a processor of its own for some seconds; the database needs the other one meanwhile.
        collection = first_start.StaticCollection([self.listener])
        content = None
        self.has_said_where = False
        try:
            with self.step("database tables"), rare_garbage_collection():
                first_start.migrate_database()
            if first_start.is_first_start():
                content = self.load_content()
            page = WaitingPage(self.listener) if content and collection.is_under_way() else None
            if page:
                self.say_where_to_wait()
            with self.step("style sheets, scripts and fonts (waited for the rest)"):
                collection.finish()
            if page:
                page.end()
        except BaseException:
            collection.stop()
            if content:
                stop({"content": content})
                filling.end()
            raise
        return content

    def load_content(self) -> Fork:
        """Load the initial content in a process of its own, which says how far it is here and on every page."""
        self.say("          loading the initial content")
        self.loading_since = time.monotonic()
        filling.note(0, 1)
        return fork_command("load_content", "--draw-later", "--index-later", without=[self.listener])

    def say_where_to_wait(self) -> None:
        """The first page is there: it says how much of the content is. Told once, whoever serves it."""
        if not self.has_said_where and wait_for_answer(self.port):
            self.has_said_where = True
            self.say(f"{time.monotonic() - self.start:6.1f} s  http://{HOST}:{self.port}/ says how far the content is")

    def open_portal(self) -> None:
        """The content is there: the first account is made, and everybody gets the pages."""
        self.say(f"{time.monotonic() - self.loading_since:6.1f} s  initial content")
        with self.step("administrator's account"):
            password = first_start.create_admin()
        filling.end()
        self.welcome(password)

    def welcome(self, password: str | None = None) -> None:
        """What the person at the terminal needs to know, as soon as the server answers."""
        if not wait_for_answer(self.port):
            self.say(f"The web server does not answer on port {self.port}.")
            return
        address = f"http://{HOST}:{self.port}"
        account = (
            f"{first_start.ADMIN_NAME}, password {password}\n"
            f"                 It is shown this once. Change it at {address}/admin/account/"
            if password
            else f"{first_start.ADMIN_NAME} (password forgotten? {sys.executable} manage.py changepassword admin)"
        )
        self.say(
            f"{time.monotonic() - self.start:6.1f} s  ready\n\n"
            f"The portal:      {address}/\n"
            f"For editors:     {address}/admin/\n"
            f"Account:         {account}\n"
            f"Mails land in:   {settings.EMAIL_FILE_PATH}\n"
            f"Ctrl-C stops everything.\n"
        )
