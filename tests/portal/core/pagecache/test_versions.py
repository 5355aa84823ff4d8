"""Versions of tables: counted once for each transaction that wrote, not for those that were rolled back."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from taggit.models import Tag
from wagtail.models import Locale

from portal.core.i18n.locales import forget_locales, locale_ids
from portal.core.models import RateCounter, SiteFrame, TableVersion
from portal.core.pagecache import versions
from portal.core.pagecache.memory import Memory, memory

pytestmark = pytest.mark.django_db(transaction=True)
TAGS, GROUPS, FRAMES = "taggit_tag", "auth_group", "core_siteframe"


def now() -> dict[str, int]:
    return dict(TableVersion.objects.values_list("name", "n"))


class Counted:
    """What was counted up within a block."""

    def __enter__(self) -> "Counted":
        self.before = now()
        return self

    def __exit__(self, *error: object) -> None:
        self.tables = {name: n - self.before.get(name, 0) for name, n in now().items() if n != self.before.get(name)}


def test_every_way_of_writing_is_counted():
    for write in (
        lambda: Tag.objects.create(name="Bølge", slug="bolge"),
        lambda: Tag.objects.bulk_create([Tag(name="Ås", slug="as"), Tag(name="Þing", slug="thing")]),
        lambda: Tag.objects.filter(slug="as").update(name="Ö"),
        lambda: Tag.objects.filter(slug="as").delete(),
        lambda: Tag.objects.update_or_create(slug="bolge", defaults={"name": "Æ"}),
        lambda: connection.cursor().execute("UPDATE taggit_tag SET name = 'x' WHERE slug = 'bolge'"),
        lambda: connection.cursor().executemany("UPDATE taggit_tag SET name = %s WHERE slug = 'bolge'", [["y"], ["z"]]),
    ):
        with Counted() as counted:
            write()
        assert counted.tables[TAGS] == 1


def test_a_transaction_counts_each_table_once_and_reading_none():
    with Counted() as counted, transaction.atomic():
        for name in "æøå":
            tag = Tag.objects.create(name=name, slug=f"{ord(name)}")
            tag.save()
        Group.objects.create(name="Þróun")
        list(Tag.objects.select_for_update())
    assert counted.tables == {TAGS: 1, GROUPS: 1}


def test_nothing_is_counted_for_what_was_rolled_back():
    with Counted() as counted:
        with transaction.atomic():
            Tag.objects.create(name="never", slug="never")
            transaction.set_rollback(True)
        Group.objects.create(name="afterwards")
    assert counted.tables == {GROUPS: 1}


def test_what_stays_of_a_transaction_with_a_savepoint_is_counted():
    with Counted() as counted, transaction.atomic():
        Group.objects.create(name="stays")
        with transaction.atomic():
            Tag.objects.create(name="goes", slug="goes")
            transaction.set_rollback(True)
    assert counted.tables[GROUPS] == 1


def test_a_connection_that_breaks_takes_what_it_had_written_with_it():
    with transaction.atomic():
        Tag.objects.create(name="lost", slug="lost")
        connection.close()
    with Counted() as counted:
        Group.objects.create(name="next")
    assert counted.tables == {GROUPS: 1}
    assert not Tag.objects.filter(slug="lost").exists()


def test_noise_is_not_counted_and_costs_no_statement():
    with (
        Counted() as counted,
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        RateCounter.objects.create(key="x", window=timezone.now() + timedelta(days=1))
    assert counted.tables == {}
    assert not any(versions.TABLE in query["sql"] for query in queries.captured_queries[1:-1])


def test_a_transaction_costs_one_statement_more():
    Tag.objects.create(name="first", slug="first")
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        Tag.objects.update(name="a")
        Group.objects.create(name="b")
    statements = [query["sql"].split()[0] for query in queries.captured_queries]
    assert len(statements) == 5  # BEGIN, UPDATE, INSERT, the versions, COMMIT
    assert versions.TABLE in queries.captured_queries[3]["sql"]


def test_rows_that_an_insert_returns_are_read_although_it_is_committed_already():
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO auth_group (name) VALUES ('Ö'), ('Ø'), ('Æ') RETURNING name")
        assert cursor.fetchone() == ("Ö",)
        assert list(cursor.fetchall()) == [("Ø",), ("Æ",)]
        cursor.execute("SELECT count(*) FROM auth_group WHERE name IN ('Ö', 'Ø', 'Æ')")
        assert cursor.fetchone() == (3,)


@pytest.mark.parametrize(
    ("sql", "tables"),
    [
        ('SELECT "a" FROM "x" WHERE "y" = \'UPDATE z SET\' FOR UPDATE', set()),
        ('INSERT OR IGNORE INTO "x" ("a") VALUES (1)', {"x"}),
        ("insert into x (a) values (1) on conflict (a) do update set a = 2", {"x"}),
        ('WITH one AS (SELECT 1 FROM "y" FOR UPDATE) UPDATE "x" SET a = 1', {"x"}),
        ('DELETE FROM "x" WHERE "x"."id" IN (SELECT 1)', {"x"}),
        ('TRUNCATE "x", "y"', {"x", "y"}),
        ('UPDATE "django_session" SET a = 1', set()),
        ('INSERT INTO "new__x" SELECT * FROM "x"', {"x"}),
    ],
)
def test_the_tables_that_a_statement_writes_to(sql, tables):
    assert versions.written(sql) == tables


def test_a_process_knows_what_it_counted_itself_at_once_and_of_others_soon():
    follower = Memory()
    assert memory.of([FRAMES]) is None
    try:
        memory.follow()
        follower.follow()
        before = versions.of([FRAMES])
        SiteFrame.objects.create(language="xx")
        assert versions.of([FRAMES]) == (before[0] + 1,)
        follower.look()
        assert follower.of([FRAMES]) == (before[0] + 1,)
        with transaction.atomic():
            SiteFrame.objects.update(data={"a": 1})
            assert versions.of([FRAMES]) is None
            assert versions.of([GROUPS]) is not None
    finally:
        memory.end()
        follower.end()


def test_forgetting_pages_counts_up_everything():
    with Counted() as counted:
        call_command("forget_pages", verbosity=0)
    assert counted.tables == {versions.EVERYTHING: 1}


def test_two_transactions_at_once_are_both_counted_and_never_block_each_other():
    before, together, errors = now(), threading.Barrier(2), []

    def write(*models):
        try:
            for turn in range(20):
                together.wait(10)
                with transaction.atomic():
                    for model, values in models:
                        name = f"{threading.current_thread().name} {turn}"
                        model.objects.create(name=name, **dict.fromkeys(values, name))
        except Exception as error:  # noqa: BLE001 (shown below)
            errors.append(error)
        finally:
            connections.close_all()

    one = threading.Thread(target=write, args=((Tag, ["slug"]), (Group, [])), name="one")
    two = threading.Thread(target=write, args=((Group, []), (Tag, ["slug"])), name="two")
    for thread in (one, two):
        thread.start()
    for thread in (one, two):
        thread.join(60)
    after = now()
    assert not errors
    assert {name: after[name] - before.get(name, 0) for name in (TAGS, GROUPS)} == {TAGS: 40, GROUPS: 40}


def test_locales_that_another_process_makes_are_known_after_the_next_look():
    memory.follow()
    try:
        assert "is" not in locale_ids()
        # (No signal tells of it, as none does in another process.)
        Locale.objects.bulk_create([Locale(language_code="is")])
        memory.look()
        assert "is" in locale_ids()
        with transaction.atomic():
            Locale.objects.filter(language_code="is").update(language_code="fo")
            forget_locales()
            assert "fo" in locale_ids()
            transaction.set_rollback(True)
        assert "fo" not in locale_ids()
    finally:
        memory.end()
