"""Periodic jobs: each comes once per interval, whichever worker offers to do it."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from portal.core.models import PeriodicRun
from portal.core.operations import periodic

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def no_jobs(monkeypatch):
    """The jobs of the apps stay out of these tests."""
    monkeypatch.setattr(periodic, "JOBS", {})


def test_run_due_calls_a_job_once_per_interval():
    calls = []
    periodic.register("tests.count", HOUR, lambda: calls.append("x"))
    now = timezone.now()
    assert periodic.run_due(now) == ["tests.count"]
    assert periodic.run_due(now + HOUR - timedelta(seconds=1)) == []
    assert periodic.run_due(now + HOUR) == ["tests.count"]
    assert calls == ["x", "x"]


def test_run_due_goes_on_after_a_job_that_fails(caplog):
    def fail():
        raise LookupError("no such thing")

    periodic.register("tests.fails", HOUR, fail)
    periodic.register("tests.works", HOUR, lambda: None)
    assert periodic.run_due() == ["tests.works"]
    assert "tests.fails failed" in caplog.text
    assert PeriodicRun.objects.get(name="tests.fails").succeeded_at is None
    assert PeriodicRun.objects.get(name="tests.works").succeeded_at is not None


def test_claim_is_won_by_one_worker_only():
    job = periodic.Job("tests.claimed", HOUR, lambda: None)
    now = timezone.now()
    assert [periodic.claim(job, now), periodic.claim(job, now)] == [True, False]


def test_run_due_asks_the_database_once_when_nothing_is_due(django_assert_num_queries):
    periodic.register("tests.rests", HOUR, lambda: None)
    periodic.run_due()
    with django_assert_num_queries(1):
        periodic.run_due()


def test_watch_does_not_look_twice_in_a_row(django_assert_num_queries):
    watch = periodic.Watch()
    watch.tick()
    with django_assert_num_queries(0):
        watch.tick()


def test_register_refuses_a_taken_name_and_a_short_interval():
    periodic.register("tests.taken", HOUR, lambda: None)
    with pytest.raises(ValueError, match="already a periodic job named"):
        periodic.register("tests.taken", HOUR, lambda: None)
    with pytest.raises(ValueError, match="cannot come more often"):
        periodic.register("tests.hectic", timedelta(seconds=1), lambda: None)


@pytest.mark.parametrize("ahead", [timedelta(minutes=6), timedelta(days=365)])
def test_a_start_in_the_future_counts_as_due_and_not_as_a_sign_of_life(ahead):
    calls = []
    periodic.register("tests.count", timedelta(days=1), lambda: calls.append("x"))
    now = timezone.now()
    PeriodicRun.objects.create(name="tests.count", started_at=now + ahead)
    assert not periodic.worker_is_alive(now)

    assert periodic.run_due(now) == ["tests.count"]
    assert periodic.run_due(now) == []
    assert periodic.worker_is_alive(now)


def test_a_job_that_was_killed_comes_again_soon_rather_than_after_its_interval():
    def die():
        raise KeyboardInterrupt

    periodic.register("tests.nightly", timedelta(days=1), die)
    now = timezone.now()
    with pytest.raises(KeyboardInterrupt):
        periodic.run_due(now)
    job = periodic.JOBS["tests.nightly"]

    assert not periodic.claim(job, now + periodic.CUT_OFF - timedelta(seconds=1))
    assert periodic.claim(job, now + periodic.CUT_OFF)


def test_run_due_leaves_a_database_that_cannot_be_used_to_the_worker():
    def fail():
        raise OperationalError("database is locked")

    periodic.register("tests.fails", HOUR, fail)
    with pytest.raises(OperationalError):
        periodic.run_due()


def test_run_due_goes_on_after_one_row_that_others_held_for_too_long():
    class LockNotAvailableError(Exception):
        sqlstate = "55P03"

    def fail():
        raise OperationalError("canceling statement due to lock timeout") from LockNotAvailableError()

    periodic.register("tests.fails", HOUR, fail)
    periodic.register("tests.works", HOUR, lambda: None)
    assert periodic.run_due() == ["tests.works"]
