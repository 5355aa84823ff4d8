"""Health as monitoring sees it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.core.models import PeriodicRun
from portal.core.operations.periodic import WORKER_SILENCE


def test_healthz_answers_without_the_database(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("age", "worker"),
    [(WORKER_SILENCE - timedelta(minutes=1), "ok"), (WORKER_SILENCE + timedelta(minutes=1), "silent")],
)
def test_readyz_names_a_worker_that_is_silent(client, age, worker):
    PeriodicRun.objects.create(name="tests.beat", started_at=timezone.now() - age)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ready"
    assert answer.json()["worker"] == worker
