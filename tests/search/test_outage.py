"""The external engine stops, hangs, comes back, is rebuilt: visitors always get an answer, and nothing is lost."""

import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import connections
from django.test import Client
from django_tasks_db.models import DBTaskResult
from wagtail.models import Locale, Page

from events.dialogue.input.actions import withdraw
from events.dialogue.models import Contribution
from events.dialogue.signals import contributions_changed
from home.models import StandardPage
from projects.models import CaseStudyPage, GlossaryConcept, GlossaryEntry
from search.engines.base import EngineUnavailableError, SearchRequest, Term, WordClause
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch import client as remembered_client
from search.engines.registry import database_engine, external_engine
from search.indexing.maintenance import catch_up, compare_engine, rebuild, reconcile
from search.indexing.sending import send_changes, send_pending
from search.models import SearchDocument
from search.query import circuit_breaker as breaking
from tests.drills import drilled
from tests.events.dialogue.factories import NOW, make_contribution, make_occasion, make_question
from tests.search.conftest import make_portal
from tests.search.gate import Gate, State
from tests.sites import add_standard, make_site

pytestmark = [pytest.mark.elasticsearch, pytest.mark.django_db]
EDITS = 500


@pytest.fixture
def portal(db: None) -> dict[str, CaseStudyPage]:
    """A portal for each test: one of them ends its transactions."""
    return make_portal()


@pytest.fixture
def gate(elasticsearch_url: str, settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """The portal searches in a real node, through a gate, in an index of its own."""
    gate = Gate(elasticsearch_url)
    settings.SEARCH_ENGINE = "elasticsearch"
    settings.ELASTICSEARCH_URL = gate.url
    settings.ELASTICSEARCH_INDEX = f"test_{secrets.token_hex(4)}"
    # The drill is about waiting for an engine that is away, not about a busy machine.
    settings.ELASTICSEARCH_TIMEOUT = 1.0
    monkeypatch.setattr(breaking, "breaker", breaking.Breaker())
    yield gate
    gate.turn(State.OPEN)
    external_engine().drop()
    for client in (external_engine().client, external_engine().writer):
        client.close()
    remembered_client.cache_clear()
    gate.close()


def differences() -> int:
    """Documents in which the engine is not what it should be, without mending them."""
    return compare_engine(external_engine(), mend=False)


def ask_for(client: Client, typed: str) -> dict:
    """The public answer to any query."""
    return client.get("/api/v1/search/", {"q": typed}).json()


def ask(client: Client) -> tuple[dict, float]:
    """The public answer to a query, and the seconds it took."""
    start = time.perf_counter()
    response = client.get("/api/v1/search/?q=snow")
    assert response.status_code == 200
    return response.json(), time.perf_counter() - start


def test_engine_answers_and_knows_everything(client: Client, portal, gate: Gate) -> None:
    assert rebuild() == SearchDocument.objects.count()
    answer, _seconds = ask(client)
    assert (answer["engine"], answer["degraded"], answer["results"][0]["slug"]) == (
        "elasticsearch",
        False,
        "snow-in-time",
    )
    assert client.get("/readyz").json()["search"] == "elasticsearch: ok"
    assert differences() == 0


@pytest.mark.parametrize("state", [State.SHUT, State.STUCK])
def test_database_answers_while_the_engine_is_away(client: Client, portal, gate: Gate, state: State) -> None:
    rebuild()
    ask(client)
    gate.turn(state)
    first = [ask(client) for _ in range(3)]
    assert {(answer["engine"] != "elasticsearch", answer["degraded"]) for answer, _seconds in first} == {(True, True)}
    assert [seconds for _answer, seconds in first if seconds > 2.5] == []
    # From now on nobody waits for it.
    assert ask(client)[1] < 0.9
    assert "simplified search" in client.get("/en/search/?q=snow").content.decode()
    assert client.get("/readyz").json()["status"] == "ready"
    assert "answers" in client.get("/readyz").json()["search"]


def test_engine_is_used_again_after_its_rest(client: Client, portal, gate: Gate, monkeypatch) -> None:
    rebuild()
    monkeypatch.setattr(breaking, "REST_SECONDS", 0.5)
    gate.turn(State.SHUT)
    assert all(ask(client)[0]["degraded"] for _ in range(3))
    gate.turn(State.OPEN)
    time.sleep(0.6)
    assert ask(client)[0]["engine"] == "elasticsearch"


@pytest.mark.parametrize("edits", drilled([30, EDITS], tested=30))
def test_edits_during_an_outage_arrive_by_themselves(portal, gate: Gate, edits: int) -> None:
    rebuild()
    pages = [add_standard(title=f"Ice page {number}") for number in range(max(8, edits // 20))]
    catch_up()
    gate.turn(State.SHUT)
    for number in range(edits - 5):
        page = pages[number % len(pages)]
        page.title = f"Ice page {number} anew"
        page.save()
    for page in pages[:5]:
        page.delete()
    catch_up()  # the worker tries, and fails without harm
    gate.turn(State.OPEN)
    assert differences() > 0
    start = time.monotonic()
    catch_up()
    assert differences() == 0
    assert time.monotonic() - start < 40  # with the 20 s until the worker looks: a minute
    assert not SearchDocument.objects.filter(removed=True).exists()


def test_engine_that_lost_everything_is_filled_again(portal, gate: Gate) -> None:
    rebuild()
    external_engine().drop()
    catch_up()
    assert differences() == 0


def test_documents_changed_behind_our_back_are_mended(portal, gate: Gate) -> None:
    rebuild()
    engine = external_engine()
    lost = SearchDocument.objects.first()
    engine.delete({lost.key: lost.version})
    assert differences() == 1
    catch_up()
    assert differences() == 0


def test_a_task_brings_changes_at_once(portal, gate: Gate) -> None:
    rebuild()
    portal["snow"].title = "Glaciers"
    portal["snow"].save_revision().publish()
    portal["bikes"].unpublish()
    assert differences() == 2
    assert DBTaskResult.objects.ready().filter(task_path="search.indexing.sending.send_changes").count() == 2
    send_changes.call()
    assert differences() == 0


def test_failed_rebuild_leaves_no_orphan_and_the_old_index_in_use(portal, gate: Gate, monkeypatch) -> None:
    rebuild()
    engine = external_engine()
    before = engine.indices()

    def interrupted(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ElasticsearchEngine, "point_to", interrupted)
    with pytest.raises(KeyboardInterrupt):
        rebuild()
    assert engine.indices() == before
    assert engine.count() == SearchDocument.objects.count()


def test_killed_rebuild_is_cleared_away_by_the_next(portal, gate: Gate) -> None:
    rebuild()
    external_engine().new_index()
    rebuild()
    assert len(external_engine().indices()) == 1


def test_reconcile_says_when_the_engine_is_away(portal, gate: Gate) -> None:
    gate.turn(State.SHUT)
    with pytest.raises(EngineUnavailableError):
        reconcile()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("edits", "rebuilds"), drilled([(20, 1), (60, 3)], tested=(20, 1)))
def test_rebuild_under_edits_loses_nothing_and_never_stops_the_search(gate: Gate, edits: int, rebuilds: int) -> None:
    Locale.objects.get_or_create(language_code="en")
    if not Page.get_first_root_node():
        Page.add_root(title="Root", slug="root")
    make_site("en")
    pages = [add_standard(title=f"Ice page {number}") for number in range(20)]
    rebuild()
    engine, failed, stop = external_engine(), [], threading.Event()

    def search() -> None:
        while not stop.is_set():
            try:
                if engine.search(SearchRequest(limit=1)).total == 0:
                    failed.append("nothing found")
            except EngineUnavailableError as error:
                failed.append(str(error))
            time.sleep(0.01)

    def edit() -> None:
        try:
            for number in range(edits):
                page = StandardPage.objects.get(pk=pages[number % 20].pk)
                page.title = f"Ice page {number} anew"
                page.save()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=search), threading.Thread(target=edit)]
    for thread in threads:
        thread.start()
    for _ in range(rebuilds):
        rebuild()
    threads[1].join()
    stop.set()
    threads[0].join()
    catch_up()
    assert failed == []
    assert differences() == 0
    assert len(engine.indices()) == 1


def test_rebuild_brings_a_new_understanding_of_words_to_the_engine(client: Client, portal, gate: Gate) -> None:
    rebuild()
    concept = GlossaryConcept.objects.create(slug="lantern")
    GlossaryEntry.objects.bulk_create([GlossaryEntry(concept=concept, language="en", term="ploughs that talk")])
    GlossaryEntry.objects.bulk_create([GlossaryEntry(concept=concept, language="da", term="talende lygter")])
    rebuild()
    assert differences() == 0
    answer = client.get("/api/v1/search/?q=talende+lygter&locale=da").json()
    assert (answer["engine"], answer["results"][0]["slug"]) == ("elasticsearch", "snow-in-time")


def test_a_restored_backup_is_what_is_searched(client: Client, portal, gate: Gate) -> None:
    """The engine knows newer versions than the restored database: of what changed, came, and went after the backup."""
    rebuild()
    backup = {row.key: row for row in SearchDocument.objects.all()}
    texts = {document.key: document for document in database_engine().read(list(backup))}
    changed, gone = (f"page-{portal[name].pk}" for name in ("snow", "bikes"))
    later = int(time.time() * 1000) + 3_600_000
    engine = external_engine()
    engine.index(
        [
            replace(texts[changed], version=later, texts={**texts[changed].texts, "title": ["en:quokka"]}),
            replace(texts[changed], key="page-0", version=later),
        ]
    )
    engine.delete({gone: int(time.time() * 1000)})
    engine.refresh()
    found = reconcile()
    assert (found.engine, found.left) == (3, 0)
    assert reconcile().total == 0
    assert [hit.key for hit in engine.search(SearchRequest(words=(WordClause((Term("en:quokka", 1.0),)),))).hits] == []
    assert {name: ask_for(client, name)["engine"] for name in ("snow", "bycykler")} == dict.fromkeys(
        ("snow", "bycykler"), "elasticsearch"
    )
    assert ask_for(client, "bycykler")["results"][0]["slug"] == "bycykler"
    # What is edited next gets through, also where nobody has reconciled.
    engine.index([replace(texts[changed], version=later + 7_200_000)])
    portal["snow"].title = "Glaciers"
    portal["snow"].save_revision().publish()
    catch_up()
    assert differences() == 0
    assert ask_for(client, "glaciers")["results"][0]["title"] == "Glaciers"


def test_only_what_was_looked_at_again_counts_as_mended(portal, gate: Gate) -> None:
    rebuild()
    engine = external_engine()
    engine.writer.indices.put_settings(index=engine.alias, settings={"index.blocks.write": True})
    portal["snow"].title = "Glaciers"
    portal["snow"].save_revision().publish()
    with pytest.raises(EngineUnavailableError):
        reconcile()
    engine.writer.indices.put_settings(index=engine.alias, settings={"index.blocks.write": False})
    found = reconcile()
    assert (found.engine, found.left) == (1, 0)


def test_withdrawn_words_are_not_shown_even_while_the_engine_does_not_know(client: Client, portal, gate: Gate) -> None:
    question = make_question(make_occasion())
    said = make_contribution(question, "Sneplovene kører for tidligt.", language="da")
    contributions_changed.send(sender=Contribution, contributions=[said])
    rebuild()
    chosen = {"q": "sneplovene", "kind": "contribution"}
    before = client.get("/api/v1/search/", chosen).json()
    general = ask_for(client, "sneplovene")
    withdraw(said.participant, said.public_id, NOW)
    after = client.get("/api/v1/search/", chosen).json()
    send_pending()
    external_engine().refresh()
    sent = client.get("/api/v1/search/", chosen).json()

    assert (before["engine"], [one["slug"] for one in before["results"]]) == ("elasticsearch", [said.public_id])
    assert said.public_id not in {one["slug"] for one in general["results"]}
    assert general["facets"]["kind"]["contribution"] == 1
    assert (after["engine"], after["results"]) == ("elasticsearch", [])
    assert (sent["engine"], sent["results"], sent["total"]) == ("elasticsearch", [], 0)
    assert differences() == 0
