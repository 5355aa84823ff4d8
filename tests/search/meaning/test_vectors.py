"""The worker makes vectors of what is public, keeps them up to date, and forgets them."""

import logging

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from projects.models import CaseStudyPage
from search.indexing.projection import project
from search.meaning import vectors
from search.meaning.space import known
from search.meaning.vectors import documents, follow_vectors, forget_refusals, make_vectors, meaning_health, text_of
from search.models import DocumentVector, SearchDocument
from tests.search.conftest import add_case
from tests.search.indexing.test_contributions import say
from tests.search.meaning.false_endpoint import FalseEndpoint

pytestmark = pytest.mark.django_db
Cases = dict[str, CaseStudyPage]


def test_every_public_document_gets_a_vector_once(portal: Cases, endpoint: FalseEndpoint) -> None:
    number = documents().count()
    assert follow_vectors() == number == DocumentVector.objects.count() >= 5
    assert meaning_health() == "few-meanings: ok"
    endpoint.texts.clear()
    assert follow_vectors() == 0
    assert endpoint.texts == [vectors.PROBE]


def test_only_what_changed_is_asked_for(portal: Cases, endpoint: FalseEndpoint) -> None:
    follow_vectors()
    endpoint.texts.clear()
    SearchDocument.objects.filter(slug="testila").update(version=9, day=1)
    bikes = SearchDocument.objects.get(slug="bycykler")
    SearchDocument.objects.filter(pk=bikes.pk).update(version=9, title="Ladcykler")
    assert meaning_health() == "few-meanings: 2 documents wait"
    assert follow_vectors() == 2
    assert [text.split("\n")[0] for text in endpoint.texts if text != vectors.PROBE] == ["Ladcykler"]


@pytest.mark.parametrize("change", ["model", "size"])
def test_another_model_or_size_makes_all_anew(
    portal: Cases, endpoint: FalseEndpoint, settings: Settings, change: str
) -> None:
    number = follow_vectors()
    if change == "model":
        settings.SEARCH_EMBEDDINGS = endpoint.chosen("more-meanings")
    else:
        endpoint.size = 48
    assert follow_vectors() == number
    assert {len(row.numbers) for row in DocumentVector.objects.all()} == {endpoint.size}
    assert meaning_health().endswith(": ok")


def test_nothing_private_is_sent(portal: Cases, endpoint: FalseEndpoint) -> None:
    secret = add_case(title="Secret sledges", slug="secret")
    secret.unpublish()
    portal["snow"].title = "Changed in a draft"
    portal["snow"].save_revision()
    portal["bikes"].unpublish()
    project([secret.translation_key, *(case.translation_key for case in portal.values())])
    follow_vectors()
    sent = "\n".join(endpoint.texts)
    assert "Snow in time" in sent
    assert not any(text in sent for text in ("Secret sledges", "Changed in a draft", "Bycykler"))


def test_what_people_said_is_not_sent(portal: Cases, endpoint: FalseEndpoint) -> None:
    SearchDocument.objects.filter(slug="bycykler").update(kind="contribution")
    follow_vectors()
    assert not any("Bycykler" in text for text in endpoint.texts)
    assert not DocumentVector.objects.filter(document__kind="contribution").exists()


def test_one_task_waits_behind_mails_and_none_for_what_gets_no_vector(portal: Cases, endpoint: FalseEndpoint) -> None:
    portal["bikes"].live = False
    portal["bikes"].save()
    project([portal["bikes"].translation_key])
    say("Flere cykler, tak")
    assert SearchDocument.objects.filter(kind="contribution").exists()
    assert queued() == []
    for case in (portal["snow"], portal["waste"]):
        project([case.translation_key], anew=True)
    assert queued() == [("READY", -10)]


def test_after_trouble_only_the_periodic_job_asks_again(portal: Cases, endpoint: FalseEndpoint) -> None:
    endpoint.status = 503
    follow_vectors()
    endpoint.texts.clear()
    assert make_vectors.call() == 0
    assert endpoint.texts == []
    endpoint.status = 200
    assert follow_vectors() == documents().count()
    portal["snow"].title = "Snow out of time"
    portal["snow"].save_revision().publish()
    project([portal["snow"].translation_key])
    assert make_vectors.call() == 1


def queued() -> list[tuple[str, int]]:
    rows = DBTaskResult.objects.filter(task_path=make_vectors.module_path)
    return list(rows.values_list("status", "priority"))


@pytest.mark.parametrize("engine", ["", "elasticsearch"])
def test_what_is_not_public_any_more_has_no_vector(
    portal: Cases, endpoint: FalseEndpoint, settings: Settings, engine: str
) -> None:
    follow_vectors()
    settings.SEARCH_ENGINE = engine  # whose copy has to be told first: the row stays for a while
    portal["snow"].live = False
    portal["snow"].save()
    project([portal["snow"].translation_key])
    assert not DocumentVector.objects.filter(document__page_id=portal["snow"].pk).exists()


def test_trouble_is_told_once_and_keeps_what_there_is(
    portal: Cases, endpoint: FalseEndpoint, caplog: pytest.LogCaptureFixture
) -> None:
    number = follow_vectors()
    endpoint.status = 503
    with caplog.at_level(logging.WARNING):
        assert [follow_vectors(), follow_vectors()] == [0, 0]
    assert caplog.messages == ["The search knows no meanings: the endpoint answers with status 503"]
    assert meaning_health() == "the endpoint answers with status 503, words answer"
    assert DocumentVector.objects.count() == number


def test_a_text_that_is_refused_keeps_no_other_from_its_vector(
    portal: Cases, endpoint: FalseEndpoint, caplog: pytest.LogCaptureFixture
) -> None:
    endpoint.refused = "Bycykler"
    number = documents().count()
    assert follow_vectors() == number
    refused = DocumentVector.objects.get(numbers=b"")
    assert refused.document.slug == "bycykler"
    assert f"{refused.document.key} is not found by its meaning" in caplog.text
    assert len(known.space("few-meanings").points) == number - 1
    assert meaning_health() == "few-meanings: ok"
    endpoint.texts.clear()
    assert follow_vectors() == 0  # it is not asked for each minute
    assert endpoint.texts == [vectors.PROBE]
    SearchDocument.objects.filter(pk=refused.pk).update(version=9, title="Ladcykler")
    assert follow_vectors() == 1
    assert not DocumentVector.objects.filter(numbers=b"").exists()


def test_what_was_refused_is_asked_for_again_each_day(portal: Cases, endpoint: FalseEndpoint) -> None:
    endpoint.refused = "Bycykler"
    follow_vectors()
    endpoint.refused = "\0"
    assert [forget_refusals(), follow_vectors(), forget_refusals()] == [1, 1, 0]


def test_an_endpoint_that_goes_away_refuses_no_text(portal: Cases, endpoint: FalseEndpoint) -> None:
    endpoint.refused = text_of(documents().earliest("pk"))
    endpoint.most = 4  # the probe, the batch, the probe, the text alone
    assert follow_vectors() == 0
    assert endpoint.texts[-1] == vectors.PROBE
    assert not DocumentVector.objects.exists()


def test_whoever_asks_for_readyz_all_the_time_asks_the_endpoint_once(
    portal: Cases, endpoint: FalseEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = meaning_health()
    assert waits == f"few-meanings: {documents().count()} documents wait"
    endpoint.status = 503
    with CaptureQueriesContext(connection) as queries:
        assert [meaning_health(), meaning_health()] == [waits, waits]
    assert len(queries) == 0
    assert endpoint.texts == [vectors.PROBE]
    monkeypatch.setattr(vectors, "HEALTH_SECONDS", 0.0)
    assert meaning_health() == "the endpoint answers with status 503, words answer"


def test_without_the_setting_nothing_happens(portal: Cases, endpoint: FalseEndpoint, settings: Settings) -> None:
    settings.SEARCH_EMBEDDINGS = None
    assert follow_vectors() == 0
    assert meaning_health() == "off"
    assert not DocumentVector.objects.exists()
    assert endpoint.texts == []
