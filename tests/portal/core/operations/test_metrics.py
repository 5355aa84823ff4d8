"""Metrics as Prometheus reads them: what is in them, and what never is."""

import os
import re
import threading
import urllib.error
import urllib.request
from contextlib import closing
from datetime import timedelta
from http.client import HTTPConnection

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.db import OperationalError, connection
from django.test import Client, override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from prometheus_client.parser import text_string_to_metric_families

from portal.core.models import Backup, MetricCount, OutgoingMail, PeriodicRun, Trouble
from portal.core.operations.metrics import counting, gauges, serving
from portal.core.pagecache.memory import memory
from portal.core.web.middleware import CountRequests
from tests.events.factories import coming_event, registered
from tests.portal.core.pagecache.site import ask, make_cache
from tests.served import gunicorn
from tests.services.service import free_port
from tests.sites import add_case, make_site


@pytest.fixture
def scrape():
    """Reads the metrics over the network; value by name and labels, which Prometheus sorts."""
    server = serving.start("127.0.0.1", free_port())
    url = f"http://127.0.0.1:{server.server_port}/metrics"

    def read() -> dict[tuple[str, ...], float]:
        with urllib.request.urlopen(url, timeout=30) as answer:
            assert answer.headers["Content-Type"].startswith("text/plain; version=")
            text = answer.read().decode()
        read.text = text
        return {
            (sample.name, *sample.labels.values()): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }

    read.url = url
    yield read
    server.shutdown()
    server.server_close()


@pytest.fixture
def counted(settings):
    """Requests are counted, and what is left of other tests is forgotten."""
    settings.METRICS_LISTEN = ("127.0.0.1", 9400)
    counting._fresh.clear()
    counting._adding_up = os.getpid()  # no thread: the test adds up itself
    yield
    counting._fresh.clear()
    counting._adding_up = None


@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite
def test_metrics_say_how_the_portal_is(scrape):
    now = timezone.now()
    event = coming_event()
    registered(event, "aase@example.org", name="Åse Ødegård")
    PeriodicRun.objects.create(name="portal.send_mail", started_at=now, succeeded_at=now)
    PeriodicRun.objects.create(name="of.an.older.version", started_at=now, succeeded_at=now)
    Trouble.objects.create(part="mail", words="away", since=now, seen_at=now)
    Backup.objects.create(name="a", made_at=now - timedelta(days=2), size=1, verified_at=now)
    Backup.objects.create(name="b", made_at=now, size=1)
    DBTaskResult.objects.all().delete()
    for minutes, status in ((10, "READY"), (5, "READY"), (60, "FAILED")):
        task = DBTaskResult.objects.create(
            task_path="tests", args_kwargs={}, queue_name="default", backend_name="default", status=status
        )
        DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=now - timedelta(minutes=minutes))
    OutgoingMail.objects.all().update(status="failed")
    found = scrape()

    assert found["portal_database_up",] == 1
    assert found["portal_registrations", "confirmed"] == 1
    assert found["portal_registrations", "waiting"] == 0
    assert found["portal_job_success_timestamp_seconds", "portal.send_mail"] == pytest.approx(now.timestamp(), abs=1)
    assert ("portal_job_success_timestamp_seconds", "of.an.older.version") not in found
    assert found["portal_trouble", "mail"] == 1
    assert found["portal_backup_timestamp_seconds", "made"] == pytest.approx(now.timestamp(), abs=1)
    assert found["portal_backup_timestamp_seconds", "verified"] == pytest.approx(now.timestamp() - 2 * 86400, abs=1)
    assert found["portal_tasks", "ready"] == 2
    assert found["portal_tasks", "failed"] == 1
    assert 600 <= found["portal_oldest_task_seconds",] < 700
    assert found["portal_mails", "failed"] == OutgoingMail.objects.count() > 0
    assert found["portal_mails", "waiting"] == 0
    assert found["portal_worker_alive",] == 1
    assert found["portal_search_engine_up", connection.vendor] == 1
    assert found["portal_search_lag_seconds",] == 0
    assert not any(private in scrape.text for private in ("example.org", "Åse", event.texts.first().slug))


@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite
def test_requests_are_counted_by_status_and_kind_and_never_by_address(scrape, counted):
    make_site()
    case = add_case(title="Snow ploughs that talk", slug="snow-ploughs")
    visitor = Client()
    for path in (
        case.url_path,
        case.url_path,
        "/en/",
        "/en/secret-words/",
        "/admin/login/",
        "/api/v1/nothing",
        "/healthz",
    ):
        visitor.get(path, headers={"X-Request-ID": "0123456789"})
    visitor.get("/en/search/", {"q": "typed by somebody"})
    assert not MetricCount.objects.exists()
    counting.flush()
    visitor.get("/en/")
    counting.flush()
    found = scrape()

    assert found["portal_requests_total", "casestudypage", "200"] == 2
    assert found["portal_requests_total", "homepage", "200"] == 2
    assert found["portal_requests_total", "admin", "200"] == 1
    assert found["portal_requests_total", "api", "404"] == 1
    assert found["portal_requests_total", "healthz", "200"] == 1
    assert sum(value for (_name, _kind, status), value in _of_requests(found) if status == "404") == 2
    assert not any(private in scrape.text for private in ("snow-ploughs", "secret-words", "somebody", "0123456789"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite
def test_pages_are_counted_by_how_the_page_cache_came_by_them(scrape, counted):
    make_site()
    cache = make_cache()
    try:
        for path in ("/en/", "/en/", "/en/", "/en/contact/"):
            assert ask(cache, path).status == 200
    finally:
        memory.end()
    counting.flush()
    found = scrape()

    assert {key[1]: value for key, value in found.items() if key[0] == "portal_page_cache_total"} == {
        "rendered": 1,
        "hits": 2,
        "passed": 1,
    }
    assert found["portal_requests_total", "homepage", "200"] == 1


def _of_requests(found):
    return [(key, value) for key, value in found.items() if key[0] == "portal_requests_total"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite
def test_two_processes_add_to_one_number(counted):
    counting.count("requests", "200", "homepage", number=3)
    counting.flush()
    counting.count("requests", "200", "homepage", number=4)
    thread = threading.Thread(target=lambda: (counting.flush(), connection.close()))
    thread.start()
    thread.join()

    assert MetricCount.objects.get().value == 7


@pytest.mark.django_db
def test_what_cannot_be_stored_is_kept_for_later(counted):
    def fail(execute, sql, params, many, context):
        raise OperationalError("away")

    counting.count("requests", "200", "homepage")
    with connection.execute_wrapper(fail):
        counting.flush()
    connection.needs_rollback = False
    counting.count("requests", "200", "homepage")
    counting.flush()
    assert MetricCount.objects.get().value == 2


def test_unknown_counters_and_labels_are_mistakes(counted):
    with pytest.raises(KeyError):
        counting.count("nothing")
    with pytest.raises(ValueError, match="labels"):
        counting.count("requests", "200")
    with override_settings(METRICS_LISTEN=None):
        counting.count("requests", "200", "homepage")
    assert not counting._fresh


@pytest.mark.django_db(transaction=True)
def test_metric_that_cannot_be_read_is_named_and_the_others_are_there(scrape, monkeypatch, caplog):
    def fail():
        raise LookupError("a mistake in the code")

    monkeypatch.setitem(gauges.GAUGES, "mails", gauges.Gauge("mails", "Broken.", (), fail))
    found = scrape()

    assert found["portal_unread", "mails"] == 1
    assert ("portal_tasks", "ready") in found
    assert "The metric mails could not be read" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_only_metrics_are_answered_there_and_only_by_the_first_worker(scrape, caplog):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(scrape.url.replace("/metrics", "/admin/"), timeout=30)
    refused.value.close()
    assert refused.value.code == 404
    port = int(re.search(r":(\d+)/", scrape.url)[1])
    assert serving.start("127.0.0.1", port) is None
    assert "cannot be had" in caplog.text


def test_without_metrics_requests_are_not_counted(settings):
    settings.METRICS_LISTEN = None
    assert serving.start_if_wanted() is None
    with pytest.raises(MiddlewareNotUsed):
        CountRequests(lambda request: None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite_drill
def test_public_port_serves_no_metrics_and_its_processes_store_what_they_count(scrape):
    with gunicorn(METRICS_LISTEN="127.0.0.1:9400") as port:
        for path in ("/metrics", "/metrics/"):
            with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as line:
                line.request("GET", path)
                answer = line.getresponse()
                assert b"portal_requests_total" not in answer.read()
                assert answer.status in {302, 404}
    # What was counted in the last seconds is stored when a process ends.
    assert scrape()["portal_requests_total", "healthz", "200"] >= 1
