"""A database of the oldest release that can be upgraded goes on with the code of today."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoDbBlocker
from wagtail.models import Page

from events.enums import MailKind
from events.models import Message, Registration
from events.outbox import queue
from portal.core.mail.outbox.delivery import send_due
from portal.core.mail.outbox.tasks import send_due_mail
from portal.core.models import OutgoingMail
from portal.core.operations import expand
from tests.database import other_database, store
from tests.events.factories import later, mail_states, registered
from tests.upgrade import state

#: Each database has a schema of its own to start from.
pytestmark = pytest.mark.sqlite


@pytest.fixture(scope="module")
def upgraded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[set[tuple[str, str]]]:
    """The old database in a place of its own, migrated, and its indexes built anew by the command for that.

    Yields the tables and columns that it had.
    """
    with django_db_blocker.unblock():
        kept = store()
        name = kept.beside("upgrade")
        kept.make_empty(name)
        try:
            with other_database(name):
                state.load()
                former = state.columns()
                state.add_mails()
                call_command("migrate", verbosity=0)
                call_command("search_rebuild", verbosity=0)
                yield former
        finally:
            kept.remove(name)


@pytest.fixture
def portal(upgraded: set[tuple[str, str]], db: None) -> None:
    """The upgraded database; what a test does to it is undone."""


def test_every_migration_is_applied_and_no_row_points_nowhere(portal: None):
    executor = MigrationExecutor(connection)

    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    connection.check_constraints()


@pytest.mark.parametrize("language", ["en", "da"])
def test_every_page_is_served(portal: None, client: Client, language: str):
    pages = Page.objects.live().filter(locale__language_code=language, depth__gt=1).specific()
    answers = {page.get_url(): client.get(page.get_url()) for page in pages}

    assert len(answers) >= 7
    assert {address: answer.status_code for address, answer in answers.items()} == dict.fromkeys(answers, 200)
    assert all(page.title in answers[page.get_url()].content.decode() for page in pages)


@pytest.mark.parametrize(
    ("search", "found"),
    [("/en/search/?q=plough", "/en/projects/snow-ploughs/"), ("/da/search/?q=sneplove", "/da/projects/sneplove/")],
)
def test_a_page_is_found(portal: None, client: Client, search: str, found: str):
    assert f'href="{found}' in client.get(search).content.decode()


def test_the_registration_is_there_and_others_go_behind_it(portal: None):
    old = Registration.objects.get()
    new = registered(old.event, "other@example.org")

    assert (old.name, old.email, old.state) == ("Test Person", "person@example.org", "confirmed")
    assert old.event.texts.get(language="en").title == "Workshop in Testby"
    assert new.state == "confirmed"
    assert new.pk > old.pk


def test_every_mail_of_the_old_outbox_is_in_the_new_one(portal: None):
    old = Registration.objects.get()
    moved = OutgoingMail.objects.order_by("pk")[2:]

    assert mail_states(old)[:2] == [("opt_in", "queued"), ("confirmed", "queued")]
    assert [
        (mail.kind, mail.address, mail.dedupe_key, mail.status, mail.attempts, mail.error, mail.refusal, mail.about_key)
        for mail in moved
    ] == [
        (f"registration.{kind}", address, f"registration.{kind}:{news}", *rest, "1" if belongs else "")
        for kind, address, news, *rest, belongs in state.MAILS
    ]
    assert [mail.message_uuid.int for mail in moved] == list(range(len(state.MAILS)))
    assert {mail.payload["event_sequence"] for mail in moved} == {3}
    assert old.mails.get(kind="registration.message").payload["message"] == Message.objects.get().pk


def test_mails_that_waited_leave_after_the_upgrade_and_none_is_queued_twice(portal: None, mailoutbox):
    old = Registration.objects.get()
    Message.objects.get().texts.create(language="en", subject="Where to park", body="Behind the hall.")
    send_due(later(days=2))

    assert sorted(message.subject for message in mailoutbox) == [
        "Where to park",
        "You are registered: Workshop in Testby",
        "Your link: Workshop in Testby",
    ]
    assert {message.to[0] for message in mailoutbox} == {"person@example.org"}
    assert not OutgoingMail.objects.exclude(address="").exists()
    queue(MailKind.WAITING, old, later(days=3), about="0")
    assert old.mails.filter(kind=MailKind.WAITING).count() == 1


def test_tasks_that_waited_to_send_mail_are_known_by_their_new_name(portal: None):
    waiting = DBTaskResult.objects.filter(queue_name="mail").values_list("task_path", flat=True)

    assert set(waiting) == {send_due_mail.module_path}


def test_statements_of_the_former_version_find_what_they_name(portal: None, upgraded: set[tuple[str, str]]):
    """Whatever it reads and writes is there, but for what was taken away on purpose."""
    today = state.columns()
    tables = {table for table, _column in today}
    gone = {f"{table}.{column}" if table in tables else table for table, column in upgraded - today}

    assert gone == state.CONTRACTED.keys()


@pytest.mark.postgresql
def test_rows_that_the_former_version_writes_lack_nothing(portal: None, upgraded: set[tuple[str, str]]):
    """Columns that it does not know have a default in the database."""
    tables = {table for table, _column in upgraded}
    unknown = {(table, column) for table, column in expand.without_default("default") - upgraded if table in tables}

    assert unknown == set()


@pytest.mark.postgresql
def test_the_former_version_stores_a_page_beside_the_new_one(portal: None, upgraded: set[tuple[str, str]]):
    names = sorted(column for table, column in upgraded if table == "events_eventpage")
    columns = ", ".join(f'"{name}"' for name in names)
    source = columns.replace('"page_ptr_id"', "999999")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(f"INSERT INTO events_eventpage ({columns}) SELECT {source} FROM events_eventpage LIMIT 1")

        assert cursor.rowcount == 1
        cursor.execute("DELETE FROM events_eventpage WHERE page_ptr_id = 999999")
