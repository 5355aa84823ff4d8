"""Fixtures that every test may use."""

import os
import re
import threading
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.core.servers.basehttp import ServerHandler, WSGIRequestHandler
from django.db import connection, connections, transaction
from django.db.backends.signals import connection_created
from django.test import TransactionTestCase
from django.utils import translation
from django_tasks import TaskResult
from django_tasks.signals import task_enqueued
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import Page
from pytest_django import DjangoDbBlocker

from events.registration.crowds import cancel_queue, cancel_registered, tell_link_share, tell_share
from portal.catalogues import compile_catalogues
from portal.core.i18n import locales
from portal.core.i18n.locales import forget_locales
from portal.core.web.public_forms import PublicForm
from portal.editing.translations.sync import pass_on_change
from search.indexing.following import follow_changes
from tests.browser.accessibility import run_axe
from tests.database import PostgreSQL, SQLite, is_alone, look_for_garbage_rarely, migrated, store
from tests.kept_rows import back_to_the_start, rows_at_the_start
from tests.live_portal import LivePortal, get, run_fresh_portal, run_portal
from tests.partners.world import World, make_world
from tests.services.chromium import find_chromium
from tests.services.service import Unavailable

# On a busy machine ten seconds pass within a test, and the next request would ask for the locales once more.
locales.LOOK_AGAIN = 3600
#: Playwright's event loop lives in the thread of the tests; Django would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
# While a loop runs, Django would also keep other connections than before and after: nobody would close those.
connections._connections = threading.local()
# Reading six thousand tests makes as many objects that all stay, too.
look_for_garbage_rarely()

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MOST_TASKS = 5000
TESTS = Path(__file__).parent
# The live server ends each connection with its answer: a browser keeps some open after its page is closed, and with
# each of them a thread that has a session of the database.
WSGIRequestHandler.protocol_version, ServerHandler.http_version = "HTTP/1.0", "1.0"
#: Fixtures that take long to make, and the group of tests that share them in one process.
SHARED = {"live_portal": "live", "whole_portal": "whole", "whole_content": "content", "upgraded": "upgrade"}
#: Those of them that nothing but drills asks for.
WHOLE = {"whole_portal", "whole_content"}
#: What commits, or looks from a browser, takes as long as so many other tests.
WEIGHT, WAITS = 20, {"live_server", "live_portal", "page", "transactional_db"}
#: Files whose few tests are long for other reasons.
LONG = {
    "content/test_crawl.py",
    "partners/test_admin_languages.py",
    "portal/core/pagecache/test_equivalence.py",
    "projects/modeltext/test_properties.py",
    "search/lexicon/test_full.py",
    "search/query/test_parallel.py",
    "search/unforeseen/test_unforeseen.py",
}


def reason_to_skip(item: pytest.Item) -> str | None:
    """What this machine or run lacks for the test; None when it can run."""
    if item.get_closest_marker("elasticsearch") and not os.environ.get("ELASTICSEARCH_URL"):
        return "no Elasticsearch node: use make test"
    if item.get_closest_marker("postgresql") and connection.vendor != "postgresql":
        return "runs on PostgreSQL only: use make test"
    if item.get_closest_marker("browser"):
        try:
            find_chromium()
        except Unavailable as reason:
            return str(reason)
    return None


def pytest_sessionstart() -> None:
    """Tests read the portal in all its languages, also in a folder that has just been cloned."""
    compile_catalogues()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep together what shares a service or a file, and say what cannot run here."""
    for item in items:
        fixtures = fixtures_of(item)
        if shared := next((name for fixture, name in SHARED.items() if fixture in fixtures), None):
            item.add_marker(pytest.mark.xdist_group(shared))
        elif not item.get_closest_marker("xdist_group") and not item.get_closest_marker("drill"):
            # The fixtures of a file are made once, not once in each process. (Drills of a file take minutes together.)
            item.add_marker(pytest.mark.xdist_group(item.path.relative_to(TESTS).as_posix()))
        if WHOLE & fixtures or ("upgraded" in fixtures and connection.vendor == "postgresql"):
            item.add_marker(pytest.mark.drill)
        if {"live_portal", "whole_portal"} & fixtures:
            item.add_marker(pytest.mark.live)
        if reason := reason_to_skip(item):
            item.add_marker(pytest.mark.skip(reason=reason))
    if "PYTEST_XDIST_WORKER" in os.environ:
        items[:] = longest_first(items)


def longest_first(items: list[pytest.Item]) -> list[pytest.Item]:
    """The groups in the order in which processes take them: else one would do a long group alone in the end."""
    groups: dict[str, list[pytest.Item]] = {}
    for item in items:
        marker = item.get_closest_marker("xdist_group")
        groups.setdefault(marker.args[0] if marker else item.nodeid, []).append(item)
    return [item for group in sorted(groups.values(), key=lambda group: -sum(map(weight, group))) for item in group]


def weight(item: pytest.Item) -> int:
    """How long a test takes, counted in usual ones."""
    marker = item.get_closest_marker("django_db")
    commits = marker is not None and bool(marker.kwargs.get("transaction"))
    is_long = item.path.relative_to(TESTS).as_posix() in LONG
    return WEIGHT if commits or is_long or WAITS & fixtures_of(item) else 1


def fixtures_of(item: pytest.Item) -> set[str]:
    """Names of all fixtures that a test uses, those among them that a parameter names."""
    named = item.callspec.params.values() if hasattr(item, "callspec") else ()
    return {*getattr(item, "fixturenames", ()), *(name for name in named if isinstance(name, str) and name in SHARED)}


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """On SQLite the tests start from a database that is migrated already, which Django then leaves as it is."""
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    """Called before the test database is made: from a kept one, it has not to be migrated again."""
    look_for_garbage_rarely()
    test = connection.settings_dict["TEST"]
    match store():
        case SQLite() as kept:
            test["MIGRATE"] = not kept.lay_out(migrated(), Path(test["NAME"]))
        case PostgreSQL() as kept:
            with django_db_blocker.unblock():
                test["TEMPLATE"] = kept.template(migrated())
            test["MIGRATE"] = test["TEMPLATE"] is None


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Called when the test database is ready."""
    with django_db_blocker.unblock():
        store().keep(migrated())
        rows_at_the_start()


def end_of_transactions(case: TransactionTestCase) -> None:
    """Undo what a test has committed: Django would empty all tables and fill them as after a migration.

    The last click in a page that is closed by now may still be on its way into the database.
    """
    is_alone(within=10)
    back_to_the_start()


TransactionTestCase._fixture_teardown = end_of_transactions


@pytest.fixture(autouse=True)
def default_language() -> Iterator[None]:
    """No test leaves its language to the next one, nor what it knew of the locales of its database."""
    forget_locales()
    yield
    translation.deactivate()
    forget_locales()


@pytest.fixture(autouse=True)
def no_limit_left_behind() -> Iterator[None]:
    """No command of a test limits the statements of the connections that the next ones open."""
    yield
    connection_created.disconnect(dispatch_uid="portal-limit-statements")


@pytest.fixture(autouse=True)
def nobody_left_behind(default_language: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """No thread or open browser page of a test goes on asking a database that the next test finds changed."""
    yield
    if connection.connection is not None and not connection.needs_rollback:
        with django_db_blocker.unblock():
            assert is_alone(within=10), "a thread of the test, or a page still open, uses the database"


@pytest.fixture
def run_tasks(db: None) -> Callable[[], list[DBTaskResult]]:
    """A function that carries out everything in the task queue, by the worker's own code, also what it adds.

    It returns the finished tasks in their order, and fails the test with the traceback of a task that failed.
    """
    worker = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="tests",
        excluded_queue_names=[],
    )

    def drain() -> list[DBTaskResult]:
        done: list[DBTaskResult] = []
        while (task := DBTaskResult.objects.ready().first()) and len(done) < MOST_TASKS:
            task.claim("tests")
            worker.run_task(task)
            task.refresh_from_db()
            assert task.status == "SUCCESSFUL", task.traceback
            done.append(task)
        return done

    return drain


def carry_out(task_result: TaskResult, **kwargs: object) -> None:
    """Do at once what the worker does a moment after a publication: most tests ask what comes of it, not when."""
    shares = (cancel_registered, cancel_queue, tell_share, tell_link_share)
    if task_result.task in (follow_changes, pass_on_change, *shares):
        # The worker is in no transaction; here the publication is in one, which counts as that of the test.
        outer = connection.atomic_blocks[-1] if connection.atomic_blocks else transaction.atomic()
        before, outer._from_testcase = outer._from_testcase, True
        try:
            task_result.task.call(*task_result.args)
        finally:
            outer._from_testcase = before
        DBTaskResult.objects.filter(pk=task_result.id).delete()


task_enqueued.connect(carry_out)


@pytest.fixture
def waiting_for_the_worker() -> Iterator[None]:
    """What follows from a publication waits for the worker, as it does outside of tests."""
    task_enqueued.disconnect(carry_out)
    yield
    task_enqueued.connect(carry_out)


@pytest.fixture
def deliver(run_tasks: Callable[[], list[DBTaskResult]]) -> Callable[[], list[EmailMessage]]:
    """A function that sends what waits, and only that, and gives the mails since the last call."""

    def send() -> list[EmailMessage]:
        DBTaskResult.objects.exclude(queue_name="mail").delete()
        mail.outbox.clear()
        run_tasks()
        return list(mail.outbox)

    return send


@pytest.fixture(scope="module")
def shared_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Two organisations with all that they have, made once for the tests of a file."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(shared_world: World, db: None) -> World:
    """Two organisations with all that they have; what a test does to them is undone."""
    return deepcopy(shared_world)


@pytest.fixture
def at_any_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever fills in a form faster than people can is not taken for a program."""
    monkeypatch.setattr(PublicForm, "least_seconds", -1)


@pytest.fixture(scope="session")
def elasticsearch_url() -> str:
    """Address of the node that ``make test`` started."""
    return os.environ["ELASTICSEARCH_URL"]


@pytest.fixture(scope="session")
def live_portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivePortal]:
    """The portal as ``make run`` starts it, with a few records of the initial content; one for all tests.

    Tests share it: they may register, write mails and log in, but leave the content as it is.
    """
    with run_fresh_portal(tmp_path_factory.mktemp("live-portal"), small=True) as portal:
        yield portal


@pytest.fixture(scope="session")
def answers_while_filling() -> dict[str, tuple[int, str]]:
    """What some addresses of ``whole_portal`` answered while it was being filled."""
    return {}


@pytest.fixture(scope="session")
def whole_portal(
    tmp_path_factory: pytest.TempPathFactory, answers_while_filling: dict[str, tuple[int, str]]
) -> Iterator[LivePortal]:
    """The portal with the whole initial content, loaded by a first start in an empty folder: for drills."""

    def look(line: str) -> None:
        if found := re.search(r"(http://\S+/) says how far the content is", line):
            answers_while_filling.update({path: get(found[1] + path) for path in ("fi/", "healthz", "readyz")})

    with run_portal(tmp_path_factory.mktemp("whole-portal"), look) as portal:
        yield portal


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """The installed Chromium instead of one that Playwright would download."""
    return {**browser_type_launch_args, "executable_path": find_chromium(), "args": CHROMIUM_ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    """The same clock and language on every machine."""
    return {**browser_context_args, "timezone_id": settings.TIME_ZONE, "locale": "en-GB"}


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """A function that fails with axe-core's own words when the page breaks WCAG 2.2 AA or a best practice."""

    def check(page: Page) -> None:
        result = run_axe(page)
        assert result.violations_count == 0, f"{page.url}\n{result.generate_report()}"

    return check


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root folder of the project."""
    return Path(__file__).parents[1]
