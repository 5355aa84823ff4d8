import http.client
import logging
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand

from portal import first_start
from portal.catalogues import compile_catalogues
from portal.processes import run_together
from portal.settings.env import env

HOST = "127.0.0.1"
ANSWER_SECONDS = 60


def port_is_free(port: int) -> bool:
    """Whether a server could listen on the port of the loopback address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


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
        if not port_is_free(self.port):
            raise CommandError(f"Port {self.port} is in use. Choose another one: PORT={self.port + 1} make run")
        settings.PORT_FILE.write_text(str(self.port))
        password = self.prepare()
        python = sys.executable
        commands = {
            "web server": [python, "-m", "gunicorn", "--config", "python:portal.server", "portal.wsgi"],
            "worker": [python, "manage.py", "run_worker"],
        }
        code = run_together(commands, lambda: self.welcome(password), self.say, may_restart={"worker"})
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

    def prepare(self) -> str | None:
        """Everything before the start of the server; returns the administrator's password if it was made just now."""
        with self.step("message catalogues"):
            compile_catalogues()
        # Compressing takes a processor of its own for some seconds; the database needs the other one meanwhile.
        collection = first_start.StaticCollection()
        try:
            password = self.prepare_database()
            with self.step("style sheets, scripts and fonts (waited for the rest)"):
                collection.finish()
        finally:
            collection.stop()
        return password

    def prepare_database(self) -> str | None:
        """Tables, initial content and the first account; returns its password if it was made just now."""
        with self.step("database tables"), first_start.rare_garbage_collection():
            first_start.migrate_database()
        if not first_start.is_first_start():
            return None
        self.say("          loading the initial content")
        logging.getLogger("wagtail").setLevel(logging.WARNING)  # one line for each page would bury the bar
        with self.step("initial content"), first_start.rare_garbage_collection():
            call_command("load_content", draw_later=True, index_later=True, stdout=self.stdout)
        with self.step("administrator's account"):
            return first_start.create_admin()

    def welcome(self, password: str | None) -> None:
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
