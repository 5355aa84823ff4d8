"""Two workers pass on what one page says: readers of all languages get what was published last.

The control reads without the lock and proves that the race is real.
"""

import threading
import time
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection, connections
from wagtail_localize.models import TranslationSource

from portal.editing.translations import sync
from projects.models import CaseStudyPage
from tests.partners.world import translate_page
from tests.portal.editing.translations.test_states import TEXTS
from tests.sites import add_case, make_site

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("waiting_for_the_worker"),
]
SLOW_WORKER = "slow worker"
PATIENCE = 20


def start(action: Callable[[], object], name: str = "") -> threading.Thread:
    """A worker with a connection of its own."""

    def work() -> None:
        try:
            action()
        finally:
            connections.close_all()

    thread = threading.Thread(target=work, name=name)
    thread.start()
    return thread


def someone_waits() -> bool:
    """Whether a connection of this database waits for a row that another one has locked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return bool(cursor.fetchone()[0])


def published_in_danish_last(case: CaseStudyPage, monkeypatch: pytest.MonkeyPatch) -> str:
    """What Danish readers get when a worker that read the first change stores it after the second one."""
    has_read, may_store = threading.Event(), threading.Event()

    def draw_slowly(page: CaseStudyPage) -> bool:
        if threading.current_thread().name == SLOW_WORKER:
            has_read.set()
            assert may_store.wait(PATIENCE)
        return True

    monkeypatch.setattr(sync, "can_be_drawn", draw_slowly)
    case.municipality = "Newtown"
    case.save_revision().publish()
    slow = start(partial(sync.pass_on, case), SLOW_WORKER)
    assert has_read.wait(PATIENCE)
    case.municipality = "Oldtown"
    case.save_revision().publish()
    fast = start(partial(sync.pass_on, case))
    until = time.monotonic() + PATIENCE
    while fast.is_alive() and not someone_waits() and time.monotonic() < until:
        time.sleep(0.02)
    may_store.set()
    slow.join(PATIENCE)
    fast.join(PATIENCE)
    return CaseStudyPage.objects.get(locale__language_code="da").municipality


@pytest.fixture
def case(db: None) -> CaseStudyPage:
    make_site("en", "da")
    case = add_case(title="Case", summary="Short.")
    translate_page(case, "da", TEXTS, publish=True)
    return CaseStudyPage.objects.get(pk=case.pk)


def test_what_was_published_last_is_passed_on_last(case, monkeypatch):
    assert published_in_danish_last(case, monkeypatch) == "Oldtown"


def test_control_without_the_lock_the_older_facts_stay(case, monkeypatch):
    monkeypatch.setattr(sync, "_locked", lambda source: TranslationSource.objects.get(pk=source.pk))
    monkeypatch.setattr(sync, "_locked_target", lambda translation: translation.get_target_instance())
    monkeypatch.setattr(sync.editor, "lock", lambda desks: None)
    assert published_in_danish_last(case, monkeypatch) == "Newtown"
