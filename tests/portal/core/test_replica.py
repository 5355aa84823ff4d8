"""Which work reads the replica, with a second connection to the same database in place of a real one."""

from collections import Counter
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import (
    DatabaseError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
    connection,
    connections,
    router,
    transaction,
)
from django.urls import reverse
from wagtail.models import Locale, Page

from portal.core import replica
from portal.core.operations import replication
from portal.core.pagecache import recording
from portal.core.pagecache.kept import kept
from portal.core.queries import public_pages
from portal.core.replica import ALIAS, ReplicaRouter, Watch, from_replica, reads_replica
from portal.core.users.models import User
from search.meaning.space import Known
from tests.events.factories import coming_event, crowd
from tests.replicas import end
from tests.sites import add_standard, make_site

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", ALIAS])


class Statements(Counter):
    """How many statements each connection carried out, and the texts of the replica's."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def __call__(self, execute, sql, params, many, context):
        alias = context["connection"].alias
        self[alias] += 1
        if alias == ALIAS:
            self.texts.append(sql)
        return execute(sql, params, many, context)


@pytest.fixture(scope="module", autouse=True)
def second_alias(django_db_setup) -> Iterator[None]:
    """A second name of the database, known before the first test begins."""
    same = connection.settings_dict
    connections.settings[ALIAS] = {**same, "TEST": {**same["TEST"], "MIRROR": "default"}}
    before, router.routers = router.routers, [ReplicaRouter()]
    yield
    router.routers = before
    del connections[ALIAS]
    del connections.settings[ALIAS]


@pytest.fixture
def second(monkeypatch) -> Iterator[None]:
    """A replica that is the same database, so that it has come as far as the primary."""
    position = "pg_current_wal_lsn()" if connection.vendor == "postgresql" else "'0/1'"
    monkeypatch.setattr(replica, "_PRIMARY_AT", f"SELECT {position}, 1")
    monkeypatch.setattr(replica, "_REPLICA_AT", f"SELECT {position} WHERE 1 = %s")
    monkeypatch.setattr(replica, "LOOK_EVERY", 0.05)
    watch = Watch()
    for module in (replica, replication):
        monkeypatch.setattr(module, "watch", watch)
    yield
    end(watch)
    connections[ALIAS].close()


@pytest.fixture
def statements(second) -> Iterator[Statements]:
    counted = Statements()
    replica.watch.is_fresh()
    with connection.execute_wrapper(counted), connections[ALIAS].execute_wrapper(counted):
        yield counted


def test_the_public_interface_and_the_sitemap_read_the_replica_and_pages_do_not(client, statements):
    make_site("en", "da")
    add_standard(slug="bru")
    for address in ("/api/v1/occasions/", "/api/v1/model/versions/", "/sitemap-pages.xml"):
        statements.clear()
        assert client.get(address).status_code == 200
        assert statements[ALIAS] > 0, address
    for address in ("/en/bru/", "/en/", "/api/v1/openapi.json"):
        statements.clear()
        assert client.get(address).status_code == 200
        assert statements[ALIAS] == 0, address


def test_an_export_reads_people_from_the_replica_and_who_may_from_the_primary(client, statements):
    event = coming_event()
    crowd(event, 3)
    client.force_login(User.objects.create_superuser("anna", "anna@example.org", "a long password"))
    address = reverse("registration_csv", args=[event.pk])
    client.get(address)
    statements.clear()
    statements.texts.clear()

    answer = client.get(address)

    assert answer.content.decode().count("Test Person") == 3
    # Its position, the questions, the people, their answers.
    assert (statements[ALIAS], event.log.filter(action="export").count()) == (4, 2)
    assert not any(word in sql for sql in statements.texts for word in ("session", "users_user", "permission"))
    client.logout()
    statements.clear()
    assert client.get(address).status_code == 302
    assert statements[ALIAS] == 0


def test_within_a_transaction_and_outside_of_named_work_the_primary_is_read(statements):
    with transaction.atomic():
        from_replica(Page.objects.count)
    Page.objects.count()
    assert statements[ALIAS] == 0

    def begins_one() -> None:
        with transaction.atomic():
            Page.objects.count()

    from_replica(begins_one)
    assert statements[ALIAS] == 1  # its position
    from_replica(Page.objects.count)
    assert statements[ALIAS] == 3


def test_what_is_kept_is_read_from_the_primary(statements):
    count = kept(1)(lambda: public_pages(Page.objects.all()).count())
    reads_replica(count)()
    with recording.recorded() as read:
        reads_replica(Page.objects.count)()
    assert len(read.statements) == 1
    assert statements[ALIAS] == 0
    # What processes keep in memory until its table changes.
    reads_replica(lambda: list(Locale.objects.all()))()
    reads_replica(lambda: Known().space("few-meanings"))()
    assert statements[ALIAS] == 0


def test_whatever_is_read_from_the_replica_is_written_to_the_primary(statements):
    event = coming_event()
    read = reads_replica(type(event).objects.get)(pk=event.pk)
    assert (read._state.db, statements[ALIAS]) == (ALIAS, 1)

    read.place = "Testby"
    read.save()
    pool = read.pools.get()

    assert (read._state.db, pool._state.db, pool.event == event) == ("default", "default", True)
    assert statements[ALIAS] == 1
    assert not ReplicaRouter().allow_migrate(ALIAS, "events")
    with transaction.atomic():  # what follows a migration begins the index anew, and its numbers
        call_command("migrate", verbosity=0)
        transaction.set_rollback(True)


@pytest.mark.parametrize("fault", [OperationalError, ProgrammingError, InternalError, InterfaceError])
def test_a_replica_that_fails_meanwhile_or_does_not_answer_costs_nothing_but_a_second_reading(
    statements, caplog, fault
):
    tries = []

    def fail_there() -> int:
        tries.append(replica._place.get())
        if tries[-1] == ALIAS:
            raise fault("the connection is lost, or a column is not there yet")
        return Page.objects.count()

    assert from_replica(fail_there) == Page.objects.count()
    assert tries == [ALIAS, None]
    assert replication._probe() == "does not answer: the primary is read"
    statements.clear()
    assert from_replica(fail_there) == Page.objects.count()
    assert (tries[-1], statements[ALIAS]) == (None, 0)
    assert caplog.text.count("is not used") == 1


def test_a_question_that_no_database_answers_is_no_fault_of_the_replica(statements):
    def ask_nonsense() -> None:
        with connections[replica._place.get() or "default"].cursor() as cursor:
            cursor.execute("SELECT no_such_column FROM wagtailcore_page")

    with pytest.raises(DatabaseError):
        reads_replica(ask_nonsense)()
    assert statements[ALIAS] == 1
    assert replication._probe() == "ok"


def test_a_replica_without_the_right_to_say_how_far_it_is_is_not_read(second, monkeypatch):
    monkeypatch.setattr(replica, "_REPLICA_AT", "SELECT no_such_column FROM wagtailcore_page WHERE 1 = %s")
    assert replication._probe() == "does not answer: the primary is read"


@pytest.mark.postgresql
def test_a_database_that_follows_nobody_or_another_primary_is_not_read(second, monkeypatch):
    # (The real question, asked of the primary itself.)
    monkeypatch.undo()
    assert replica._primary_at()[0] > 1
    with pytest.raises(OperationalError, match="no log of this primary"):
        replica._replica_at(replica._primary_at()[0])
    # Whoever may connect may ask for it.
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_function_privilege('public', 'pg_control_system()', 'execute')")
        assert cursor.fetchone() == (True,)


@pytest.mark.postgresql
def test_a_connection_that_waits_for_a_silent_replica_is_cut_and_nothing_is_kept_of_one_that_is_closed(
    second, monkeypatch
):
    known = set(replica._lines)
    connections[ALIAS].ensure_connection()
    [line] = replica._lines - known
    connections[ALIAS].close()
    assert (line.fileno(), replica._lines - known) == (-1, set())
    monkeypatch.setattr(replica, "SILENT_FOR", 0.2)
    connections[ALIAS].ensure_connection()
    with pytest.raises(OperationalError), replica._cut_if_silent(), connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT pg_sleep(3)")


def test_the_age_of_a_replica_is_bounded_by_what_it_has_reached_and_grows_without_a_look(second, monkeypatch, settings):
    clock, places = [100.0], {}
    monkeypatch.setattr(replica, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    monkeypatch.setattr(replica, "_primary_at", lambda: (1, places["primary"]))
    monkeypatch.setattr(replica, "_replica_at", lambda system: places["reached"])
    settings.DATABASE_REPLICA_LAG = 10
    watch = Watch()

    def look(seconds: float, primary: int, reached: int) -> tuple[bool, float | None]:
        clock[0] += seconds
        places.update(primary=primary, reached=reached)
        watch.look()
        return watch.is_young(), watch.age

    assert look(0, 0x10, 0x10) == (True, 0)
    clock[0] += 1  # not looked at again
    assert (watch.is_young(), watch.age) == (True, 1)
    assert look(2, 0x20, 0x10) == (True, 3)
    assert look(4, 0x30, 0x20) == (True, 4)
    assert look(2, 0x30, 0x20) == (True, 6)
    assert look(3, 0x30, 0x20) == (True, 9)
    clock[0] += 1
    assert (watch.is_young(), watch.age) == (False, 10)
    assert look(599, 0x30, 0x20) == (False, 609)
    assert look(2, 0x30, 0x30) == (True, 0)  # nothing was written meanwhile
    clock[0] += 10
    assert (watch.is_young(), watch.age) == (False, 10)


def test_nobody_looks_when_nobody_asks_and_the_first_to_ask_again_waits_for_a_look(second, monkeypatch):
    monkeypatch.setattr(replica, "WATCHED_FOR", 0.3)
    assert replica.watch.is_fresh()
    replica.watch._thread.join(20)
    assert not replica.watch._thread.is_alive()
    monkeypatch.setattr(replica.watch, "_found", (-1000.0, 0.0))
    monkeypatch.setattr(replica, "WATCHED_FOR", 60.0)
    assert replica.watch.is_fresh()


def test_a_look_that_began_before_the_replica_was_found_away_does_not_bring_it_back(second, monkeypatch):
    ask = replica._replica_at

    def ask_while_it_is_killed(system: int) -> int:
        watch.note_away(OperationalError())
        return ask(system)

    watch = Watch()
    monkeypatch.setattr(replica, "_replica_at", ask_while_it_is_killed)
    watch.look()
    assert not watch.is_young()


def test_a_replica_that_is_older_than_all_looks_is_not_read(second, monkeypatch):
    monkeypatch.setattr(replica, "_primary_at", lambda: (1, 0x20))
    monkeypatch.setattr(replica, "_replica_at", lambda system: 0x10)
    assert not replica.watch.is_fresh()
    assert replication._probe() == "at least 10 seconds old: the primary is read"


def test_without_an_address_there_is_no_replica(monkeypatch):
    monkeypatch.delitem(connections.settings, ALIAS)
    assert not replica.is_configured()
    assert from_replica(Page.objects.count) == Page.objects.count()
