"""Whatever is killed or full: at most what was in hand is lost, reading goes on, and all of it recovers by itself."""

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest
from aiosmtpd.controller import Controller
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection
from django.db.models import F
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoDbBlocker

from events.models import Registration
from portal.core.enums import MailStatus
from portal.core.models import OutgoingMail
from portal.core.users.models import User
from tests.deploy.clusters import connected_to
from tests.deploy.proxies import production
from tests.events.factories import coming_event, pending
from tests.inbox import Inbox
from tests.served import PASSWORD, ROOT, TOKEN, ask, environment, log_in, start_gunicorn
from tests.services.elasticsearch_node import Node, running_node
from tests.services.postgresql import DURABLE, Cluster, running_cluster
from tests.services.service import Unavailable, free_ports, stop
from tests.sites import add_standard, make_site
from tests.waiting import wait_for

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgresql,
    pytest.mark.drill,
    pytest.mark.xdist_group("killed"),
]
PAGE, REGISTER = "/en/bru/", "/en/events/{slug}/register/"
#: People who read at the same time.
READERS = 4


@dataclass
class Portal:
    """Everything that compose starts, with production's settings."""

    cluster: Cluster
    node: Node
    inbox: Inbox
    port: int
    variables: dict[str, str]
    web: subprocess.Popen | None = None
    worker: subprocess.Popen | None = None

    def start_web(self) -> None:
        """The web server with two processes."""
        self.web = start_gunicorn(self.port, **self.variables)

    def start_worker(self) -> None:
        """The worker; compose, ``make run`` and systemd start it again when it was killed."""
        command = [sys.executable, "manage.py", "run_worker"]
        self.worker = subprocess.Popen(command, cwd=ROOT, env=environment(**self.variables), start_new_session=True)

    def web_processes(self) -> list[int]:
        """The processes of the web server that answer."""
        assert self.web
        found = Path(f"/proc/{self.web.pid}/task/{self.web.pid}/children").read_text().split()
        return [int(pid) for pid in found]

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of an answer, to somebody who speaks HTTPS with the proxy."""
        return ask(self.port, "GET", path, **HTTPS)[:2]


HTTPS = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}


@contextmanager
def mail_server(port: int) -> Iterator[Inbox]:
    """A mail server."""
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield inbox
    finally:
        controller.stop()


@pytest.fixture(scope="module")
def running(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Portal]:
    """A portal with a page, an event and search, of which every part is our own to kill."""
    folder = tmp_path_factory.mktemp("killed")
    port, mail_port = free_ports(2)
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        try:
            cluster, node = stack.enter_context(running_cluster(DURABLE)), stack.enter_context(running_node())
        except Unavailable as reason:
            pytest.skip(str(reason))
        inbox = stack.enter_context(mail_server(mail_port))
        stack.enter_context(connected_to(cluster))
        variables = production(folder, port) | {
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
            "SEARCH_ENGINE": "elasticsearch",
            "ELASTICSEARCH_URL": node.url,
            "DATABASE_URL": f"postgresql://portal@{quote(str(cluster.folder), safe='')}:{cluster.port}/portal",
            "DJANGO_SETTINGS_MODULE": "portal.settings.production",
            "WEB_CONCURRENCY": "2",
        }
        portal = Portal(cluster, node, inbox, port, variables)
        collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
        subprocess.run(collect, cwd=ROOT, env=environment(**variables), check=True)
        connection.close()
        try:
            portal.start_web()
            portal.start_worker()
            yield portal
        finally:
            for process in (portal.web, portal.worker):
                if process:
                    stop(process, signal.SIGTERM)


@pytest.fixture
def nobody_left_behind() -> None:
    """Instead of the one for all tests: web server and worker are connected to this database, and stay so."""


@pytest.fixture
def portal(running: Portal) -> Iterator[Portal]:
    """The portal with a page, quiet: the queue is empty, and Elasticsearch answers."""
    make_site("en")
    add_standard(title="Brú yfir ána", slug="bru")
    wait_for(lambda: running.get(PAGE)[0] == 200)
    wait_for(lambda: "elasticsearch: ok" in running.get("/readyz")[1])
    wait_for(lambda: not DBTaskResult.objects.filter(status__in=["READY", "RUNNING"]).exists())
    yield running
    connection.close()


@contextmanager
def people_read(port: int, path: str = PAGE) -> Iterator[Counter]:
    """Some read a page again and again, each request over a line of its own; yields what they were answered."""
    answers, done = Counter(), threading.Event()

    def read() -> None:
        while not done.wait(0.01):
            line = HTTPConnection("127.0.0.1", port, timeout=30)
            try:
                line.request("GET", path, headers=HTTPS)
                with line.getresponse() as answer:
                    answer.read()
                answers[answer.status] += 1
            except OSError:
                answers["lost"] += 1
            finally:
                line.close()

    threads = [threading.Thread(target=read) for _reader in range(READERS)]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        done.set()
        for thread in threads:
            thread.join()


def every_process_has_read(portal: Portal) -> None:
    """Each web process keeps the page in its own memory: it answers again and again while the others stand still."""
    processes = portal.web_processes()
    for process in processes:
        others = [other for other in processes if other != process]
        for other in others:
            os.kill(other, signal.SIGSTOP)
        try:
            assert [portal.get(PAGE)[0] for _time in range(3)] == [200] * 3
            time.sleep(0.5)  # It may have been stopped before, and has heard meanwhile of what was written.
            assert portal.get(PAGE)[0] == 200
        finally:
            for other in others:
                os.kill(other, signal.SIGCONT)


def test_killed_web_process_loses_what_it_had_in_hand(portal: Portal) -> None:
    with people_read(portal.port) as answers:
        wait_for(lambda: answers[200] > 20)
        before = portal.web_processes()
        os.kill(before[0], signal.SIGKILL)
        wait_for(lambda: len(portal.web_processes()) == 2 and before[0] not in portal.web_processes())
        read = answers[200]
        wait_for(lambda: answers[200] > read + 100)

    assert set(answers) <= {200, "lost"}
    assert answers["lost"] <= READERS


def test_killed_worker_loses_no_mail_and_no_task(portal: Portal) -> None:
    event, number = coming_event(), 40
    portal.inbox.messages.clear()
    expected = {pending(event, f"gestur-{n}@example.org", now=timezone.now()).email for n in range(number)}
    page = add_standard(title="Skrifað rétt fyrir fall", slug="fall")
    wait_for(lambda: len(portal.inbox.messages) > 5)

    assert portal.worker
    portal.worker.kill()
    portal.worker.wait()
    assert OutgoingMail.objects.exclude(status=MailStatus.SENT).exists()
    # Instead of waiting for a quarter of an hour, after which the dead worker's work is given to another one.
    long_ago = timedelta(minutes=20)
    OutgoingMail.objects.filter(status=MailStatus.SENDING).update(claimed_at=F("claimed_at") - long_ago)
    DBTaskResult.objects.filter(status="RUNNING").update(started_at=F("started_at") - long_ago)
    portal.start_worker()

    wait_for(lambda: set(OutgoingMail.objects.values_list("status", flat=True)) == {MailStatus.SENT}, 90)
    received = Counter(str(message["To"]) for message in portal.inbox.messages)
    assert set(received) >= expected
    assert sum(received.values()) <= len(received) + 1
    wait_for(lambda: page.title in portal.get("/en/search/?q=fall")[1])
    assert not DBTaskResult.objects.filter(status="FAILED").exists()


def test_killed_elasticsearch_is_replaced_by_the_database_until_it_is_back(portal: Portal) -> None:
    portal.node.stop(signal.SIGKILL)
    status, text = portal.get("/en/search/?q=br%C3%BA")
    assert status == 200
    assert "Brú yfir ána" in text
    assert "postgresql answers" in portal.get("/readyz")[1]
    page = add_standard(title="Meðan leitin var niðri", slug="nidri")
    connection.close()
    wait_for(lambda: page.title in portal.get("/en/search/?q=leitin")[1])

    portal.node.start()

    wait_for(lambda: "elasticsearch: ok" in portal.get("/readyz")[1])
    wait_for(lambda: index_is_complete(portal))
    assert page.title in portal.get("/en/search/?q=leitin")[1]


def index_is_complete(portal: Portal) -> bool:
    """Whether the index in Elasticsearch is complete."""
    command = [sys.executable, "manage.py", "search_reconcile", "--check"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(**portal.variables), check=False, stdout=subprocess.DEVNULL
    )
    return done.returncode == 0


def test_killed_postgresql_leaves_pages_to_read_and_comes_back_with_all_that_was_confirmed(portal: Portal) -> None:
    event = coming_event()
    slug = event.texts.get(language="en").slug
    assert portal.get(REGISTER.format(slug=slug))[0] == 200
    with people_read(portal.port) as answers:
        wait_for(lambda: answers[200] > 20)
        every_process_has_read(portal)
        assert pending(event, "rett-fyrir-fall@example.org", now=timezone.now())
        connection.close()
        portal.cluster.stop(signal.SIGKILL)
        status, text = portal.get(REGISTER.format(slug=slug))
        assert (status, "Try again in a minute" in text) == (503, True)
        assert portal.get("/readyz")[0] == 503
        read = answers[200]
        wait_for(lambda: answers[200] > read + 100)

        portal.cluster.start()
        wait_for(lambda: portal.get("/readyz")[0] == 200)
        assert portal.get(REGISTER.format(slug=slug))[0] == 200
    assert set(answers) == {200}
    assert Registration.objects.filter(email="rett-fyrir-fall@example.org").exists()
    # And the worker goes on.
    wait_for(lambda: any("rett-fyrir-fall@example.org" in str(m["To"]) for m in portal.inbox.messages))


def test_full_disk_refuses_files_and_nothing_else(portal: Portal) -> None:
    """For web server and worker no file can grow beyond a limit; the system says so as it does of a full disk."""
    # The tests' own hashes are none that production takes.
    secret = PBKDF2PasswordHasher().encode(PASSWORD, "salt-of-the-drill-0123456789")
    User.objects.create(username="ritstjóri", email="r@example.org", is_superuser=True, password=secret)
    event = coming_event()
    connection.close()
    cookie = log_in(portal.port, "ritstjóri", **HTTPS)
    assert portal.worker
    everybody = [*portal.web_processes(), portal.worker.pid]

    def upload(size: int) -> tuple[int, str]:
        form = ask(portal.port, "GET", "/admin/documents/add/", Cookie=cookie, **HTTPS)[1]
        fields = {"csrfmiddlewaretoken": TOKEN.findall(form)[0], "title": "Þýðing"}
        return ask_with_file(portal.port, "/admin/documents/add/", fields, size, Cookie=cookie, **HTTPS)

    def limit(size: int) -> None:
        for pid in everybody:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    limit(1000)
    for size in (50_000, 5_000_000):
        status, text = upload(size)
        assert (status, "no room left to store files" in text) == (503, True)
    assert portal.get(PAGE)[0] == 200
    assert pending(event, "fullur-diskur@example.org", now=timezone.now())
    wait_for(lambda: any("fullur-diskur@example.org" in str(m["To"]) for m in portal.inbox.messages))

    limit(resource.RLIM_INFINITY)
    assert upload(50_000)[0] == 302
    assert portal.worker.poll() is None
    assert not set(everybody) - {portal.worker.pid} - set(portal.web_processes())


def ask_with_file(port: int, path: str, fields: dict[str, str], size: int, **headers: str) -> tuple[int, str]:
    """Send a form with a file of so many bytes."""
    border = "border-of-the-drill"
    parts = [f'--{border}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields.items()]
    file = f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n'
    body = "".join([*parts, file, "Content-Type: application/pdf\r\n\r\n%PDF-1.4 "]).encode()
    body += os.urandom(size) + f"\r\n--{border}--\r\n".encode()
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        headers |= {"Content-Type": f"multipart/form-data; boundary={border}", "Referer": f"https://127.0.0.1:{port}/"}
        # It may be refused before it is there as a whole.
        with suppress(BrokenPipeError):
            line.request("POST", path, body, headers)
        with line.getresponse() as answer:
            return answer.status, answer.read().decode()
    finally:
        line.close()
