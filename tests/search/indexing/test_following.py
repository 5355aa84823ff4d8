"""What is published is found when the worker has been there; what is taken away is not found for a moment."""

import threading
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, PageViewRestriction

from portal.core.operations.task_queue import LOST_AFTER, release_lost_tasks
from projects.models import CaseLibraryPage, CaseStudyPage
from search.engines.registry import database_engine
from search.indexing import following, projection
from search.indexing.following import follow_changes, waits_since
from search.indexing.maintenance import rebuild, reconcile
from search.indexing.projection import project
from search.models import SearchDocument
from tests.search.conftest import add_case
from tests.search.indexing.test_projection import titles
from tests.sites import add_standard, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("waiting_for_the_worker")]
Tasks = Callable[[], list[DBTaskResult]]


@pytest.fixture
def run_tasks(run_tasks: Tasks) -> Tasks:
    """Carries out what waits for the search, and only that."""

    def run() -> list[DBTaskResult]:
        DBTaskResult.objects.exclude(queue_name="search").delete()
        return run_tasks()

    return run


@pytest.fixture
def case(run_tasks: Tasks) -> CaseStudyPage:
    make_site("en", "da")
    made = add_case(title="Snow in time")
    assert titles("snow") == []
    run_tasks()
    assert titles("snow") == ["Snow in time"]
    return made


def followed(done: list[DBTaskResult]) -> list[int]:
    """How many documents changed by each task of the search among those that were done."""
    return [row.return_value for row in done if row.task_path == follow_changes.module_path]


@pytest.mark.sqlite
def test_each_thing_is_indexed_once_for_all_changes_that_wait(case, run_tasks):
    for title in ("Glaciers", "Icebergs"):
        case.title = title
        case.save_revision().publish()
    danish = add_case("da", of=case, title="Isbjerge")
    assert titles("icebergs") == []

    assert followed(run_tasks()) == [2]
    assert titles("icebergs") == ["Icebergs"]
    assert titles("isbjerge", "da") == ["Isbjerge"]
    assert SearchDocument.objects.filter(page_id=danish.pk).exists()
    assert reconcile().total == 0


def test_a_tree_is_followed_in_shares(case, run_tasks, monkeypatch):
    monkeypatch.setattr(following, "MOST_AT_ONCE", 1)
    for title in ("Glaciers", "Icebergs"):
        add_case(title=title)
    assert followed(run_tasks()) == [1, 1]
    assert (titles("glaciers"), titles("icebergs")) == (["Glaciers"], ["Icebergs"])


def test_the_rest_of_many_waits_as_long_as_those_that_were_taken(case, run_tasks, monkeypatch):
    monkeypatch.setattr(following, "MOST_AT_ONCE", 1)
    for title in ("Glaciers", "Icebergs"):
        add_case(title=title)
    long_ago = timezone.now() - timedelta(hours=1)
    DBTaskResult.objects.filter(task_path=follow_changes.module_path).update(enqueued_at=long_ago)
    assert follow_changes.call([]) == 1
    assert waits_since() == long_ago


@pytest.mark.sqlite
def test_a_draft_is_not_followed(case, run_tasks):
    case.title = "Glaciers"
    case.save_revision()
    assert waits_since() is None
    assert followed(run_tasks()) == []


def unpublish(case: CaseStudyPage) -> None:
    case.unpublish()


def delete(case: CaseStudyPage) -> None:
    case.delete()


def restrict(case: CaseStudyPage) -> None:
    PageViewRestriction.objects.create(page=CaseLibraryPage.objects.first(), restriction_type="login")


def move(case: CaseStudyPage) -> None:
    private = add_standard(title="Cellar")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    Page.objects.get(pk=case.pk).move(Page.objects.get(pk=private.pk), pos="last-child")


@pytest.mark.sqlite
@pytest.mark.parametrize("take_away", [unpublish, delete, restrict, move])
def test_what_is_taken_away_is_gone_before_the_worker_comes(case, run_tasks, take_away):
    case.title = "Snow again"
    case.save_revision().publish()
    take_away(case)
    assert titles("snow") == []
    run_tasks()
    assert titles("snow") == []
    assert reconcile().total == 0


def test_the_last_of_fast_changes_wins(case, run_tasks):
    case.unpublish()
    case = CaseStudyPage.objects.get(pk=case.pk)
    case.title = "Glaciers"
    case.save_revision().publish()
    assert titles("glaciers") == []
    run_tasks()
    assert titles("glaciers") == ["Glaciers"]
    fresh = add_case(title="Icebergs")
    fresh.unpublish()
    run_tasks()
    assert titles("icebergs") == []


def test_a_publication_rolled_back_queues_nothing(case, run_tasks):
    with transaction.atomic():
        add_case(title="Glaciers")
        transaction.set_rollback(True)
    assert waits_since() is None
    assert followed(run_tasks()) == []


def test_what_a_killed_worker_had_begun_is_taken_again(case, run_tasks):
    case.title = "Glaciers"
    case.save_revision().publish()
    lost = DBTaskResult.objects.get(task_path=follow_changes.module_path, status="READY")
    lost.claim("killed")
    DBTaskResult.objects.filter(pk=lost.pk).update(started_at=timezone.now() - LOST_AFTER - timedelta(seconds=1))
    assert followed(run_tasks()) == []
    assert waits_since() == lost.enqueued_at

    release_lost_tasks()
    assert followed(run_tasks()) == [1]
    assert titles("glaciers") == ["Glaciers"]


def test_what_waits_stays_queued_until_it_is_done(case, run_tasks, monkeypatch):
    add_case(title="Icebergs")
    monkeypatch.setattr(following, "project", lambda keys: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        follow_changes.call([str(case.translation_key)])
    monkeypatch.undo()
    assert followed(run_tasks()) == [1]
    assert titles("icebergs") == ["Icebergs"]


def test_a_thing_that_cannot_be_described_takes_no_other_with_it(case, run_tasks, monkeypatch):
    keys = sorted(add_case(title=title).translation_key for title in ("Icebergs", "Icebergs too"))

    def project_others(wanted: list[UUID]) -> int:
        return 1 // (wanted != keys[:1]) and project(wanted)

    monkeypatch.setattr(following, "project", project_others)
    with pytest.raises(ZeroDivisionError):
        follow_changes.call([str(key) for key in keys])
    found = SearchDocument.objects.filter(translation_key__in=keys)
    assert [row.translation_key for row in found] == keys[1:]


def test_a_page_that_cannot_be_described_does_not_stop_the_others(case, run_tasks, monkeypatch, caplog):
    bad, good = sorted(add_case(title=title).translation_key for title in ("Icebergs", "Icebergs too"))

    def project_others(keys: list[UUID], **options: bool) -> int:
        return 1 // (bad not in keys) and project(keys, **options)

    monkeypatch.setattr(projection, "project", project_others)
    assert projection.project_all() == 1
    assert SearchDocument.objects.filter(translation_key=good).exists()
    assert f"{bad} cannot be described" in caplog.text


def test_an_index_rebuilt_meanwhile_knows_it_already(case, run_tasks):
    case.title = "Glaciers"
    case.save_revision().publish()
    rebuild()
    assert titles("glaciers") == ["Glaciers"]
    assert followed(run_tasks()) == [0]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_what_the_worker_stores_just_now_is_taken_away_too():
    make_site("en")
    case = add_case(title="Snow in time")
    storing, unpublishing = threading.Event(), threading.Event()

    def work() -> None:
        with transaction.atomic():
            project([case.translation_key])
            storing.set()
            unpublishing.wait(10)
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    assert storing.wait(30)
    threading.Timer(0.5, unpublishing.set).start()
    case.unpublish()
    worker.join(30)
    assert titles("snow") == []
    assert not database_engine().versions().keys() & {f"page-{case.pk}"}
