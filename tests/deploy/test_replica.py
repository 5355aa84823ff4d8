"""A real replica that follows by streaming: it lags, is killed under load, comes back; nobody gets less than before."""

import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
from django.db import connection, connections, router
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from portal.core import replica
from portal.core.operations import health, replication
from portal.core.replica import ALIAS, ReplicaRouter, watch
from portal.core.users.models import User
from portal.settings import kinds
from tests.deploy.clusters import connected_to
from tests.events.factories import coming_event, crowd
from tests.replicas import end
from tests.services.postgresql import DURABLE, Cluster, running_cluster
from tests.services.service import Unavailable
from tests.sites import add_standard, make_site
from tests.waiting import wait_for

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", ALIAS]),
    pytest.mark.postgresql,
    pytest.mark.drill,
    pytest.mark.xdist_group("replica"),
]
SITEMAP, MOST = "/sitemap-pages.xml", 5


@pytest.fixture(scope="module", autouse=True)
def clusters(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Cluster, Cluster]]:
    """A primary with the tests' database, and a replica that was copied from it by ``pg_basebackup``."""
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        try:
            primary = stack.enter_context(running_cluster(DURABLE))
            stack.enter_context(connected_to(primary))
            second = stack.enter_context(running_cluster(DURABLE, source=primary))
        except Unavailable as reason:
            pytest.skip(str(reason))
        at = connections.configure_settings({"default": kinds.replica(second.url)})["default"]
        connections.settings[ALIAS] = {**at, "TEST": {**at["TEST"], "MIRROR": "default"}}
        before, router.routers = router.routers, [ReplicaRouter()]
        yield primary, second
        router.routers = before
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.settings[ALIAS]
        connection.close()


@pytest.fixture
def second(clusters, settings, monkeypatch) -> Iterator[Cluster]:
    """The replica, running and used, with the portal's report of it."""
    settings.DATABASE_REPLICA_LAG = MOST
    monkeypatch.setattr(replica, "AWAY_FOR", 1.0)
    monkeypatch.setattr(health, "PROBES", {**health.PROBES})
    replication.register()
    make_site("en")
    add_standard(slug="bru")
    wait_for(lambda: probe() == "ok")
    yield clusters[1]
    end(watch)


def probe() -> str:
    return health.PROBES["replica"]()


def on_replica(sql: str) -> None:
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(sql)


def reads(ask: Callable[[], object]) -> bool:
    """Whether ``ask`` reads the replica, beside its position."""
    read = []

    def notice(execute, sql, params, many, context):
        read.append("pg_last_wal" not in sql)
        return execute(sql, params, many, context)

    with connections[ALIAS].execute_wrapper(notice):
        ask()
    return any(read)


def shows(path: str) -> bool:
    answer = Client().get(SITEMAP)
    assert answer.status_code == 200
    return path in answer.content.decode()


def test_a_replica_that_lags_is_read_no_longer_than_allowed_and_an_export_lacks_nothing(second):
    client, event = Client(), coming_event()
    client.force_login(User.objects.create_superuser("anna", "anna@example.org", "a long password"))
    export = reverse("registration_csv", args=[event.pk])
    crowd(event, 2)

    def exported() -> int:
        return client.get(export).content.decode().count("Test Person")

    wait_for(lambda: reads(exported))
    assert (reads(lambda: shows("/bru/")), exported()) == (True, 2)
    on_replica("SELECT pg_wal_replay_pause()")
    try:
        wait_for(lambda: probe() == "ok")
        add_standard(slug="ny")
        crowd(event, 1)
        # At once, although the replica is only a moment behind.
        assert not reads(exported)
        assert exported() == 3
        wait_for(lambda: shows("/ny/"), within=MOST + 10)
        assert "seconds old: the primary is read" in probe()
        assert watch.age is not None
    finally:
        on_replica("SELECT pg_wal_replay_resume()")
    wait_for(lambda: reads(lambda: shows("/ny/")))
    wait_for(lambda: reads(exported))
    assert exported() == 3


@contextmanager
def people_ask() -> Iterator[Counter]:
    """Two ask again and again for what the replica answers; yields the status codes."""
    answers, done = Counter(), threading.Event()

    def ask() -> None:
        client = Client(raise_request_exception=False)
        while not done.is_set():
            answers[client.get(SITEMAP).status_code] += 1
        connections.close_all()

    people = [threading.Thread(target=ask) for _ in range(2)]
    for person in people:
        person.start()
    try:
        yield answers
    finally:
        done.set()
        for person in people:
            person.join()


def test_a_replica_that_is_killed_under_load_costs_nobody_an_answer_and_is_read_again(second):
    with people_ask() as answers:
        wait_for(lambda: answers[200] > 20)
        second.stop(signal.SIGKILL)
        wait_for(lambda: probe() == "does not answer: the primary is read")
        before = answers[200]
        wait_for(lambda: answers[200] > before + 20)
        second.start()
        wait_for(lambda: probe() == "ok")
        wait_for(lambda: reads(lambda: shows("/bru/")))
    assert set(answers) == {200}


def test_a_replica_that_falls_silent_holds_nobody_up_for_long_and_is_read_again(second):
    with people_ask() as answers:
        wait_for(lambda: answers[200] > 20)
        with second.silent():
            # Some wait for it at this moment.
            wait_for(lambda: probe() == "does not answer: the primary is read", within=15)
            before = answers[200]
            wait_for(lambda: answers[200] > before + 20, within=15)
            assert Client().get("/api/v1/occasions/").status_code == 200
            ready = Client().get("/readyz")
            assert (ready.status_code, ready.json()["replica"]) == (200, "does not answer: the primary is read")
        wait_for(lambda: probe() == "ok")
        wait_for(lambda: reads(lambda: shows("/bru/")))
    assert set(answers) == {200}


def test_a_replica_of_another_primary_is_not_read_however_far_it_is(second):
    at = connections.settings[ALIAS]
    before = {name: at[name] for name in ("HOST", "PORT")}
    with running_cluster(DURABLE) as other:
        other.stop()
        other.call("pg_resetwal", "-l", "000000010000000F00000000", other.folder / "data")
        other.start()
        other.stop()
        (other.folder / "data" / "standby.signal").touch()
        other.start()
        end(watch)
        connections[ALIAS].close()
        at.update(HOST=str(other.folder), PORT=other.port)
        try:
            assert probe() == "does not answer: the primary is read"
            with connections[ALIAS].cursor() as cursor:
                cursor.execute("SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() > 'E/0'")
                assert cursor.fetchone() == (True,)
        finally:
            end(watch)
            connections[ALIAS].close()
            at.update(before)
    wait_for(lambda: probe() == "ok")
