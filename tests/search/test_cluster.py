"""Two nodes of the search engine, stopped and started again in turn while visitors search and editors write."""

import secrets
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connections
from django.test import Client

from search.engines.elasticsearch import client as remembered_client
from search.engines.registry import external_engine
from search.indexing.maintenance import catch_up, compare_engine, rebuild
from search.query import circuit_breaker as breaking
from tests.search.conftest import make_portal
from tests.services.elasticsearch_node import Node, running_cluster
from tests.waiting import wait_for

pytestmark = [pytest.mark.elasticsearch, pytest.mark.drill, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def nodes(settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Node, Node]]:
    """The portal searches in a cluster of its own."""
    with running_cluster() as nodes:
        settings.SEARCH_ENGINE = "elasticsearch"
        settings.ELASTICSEARCH_URL = ",".join(node.url for node in nodes)
        settings.ELASTICSEARCH_INDEX = f"test_{secrets.token_hex(4)}"
        # The drill is about a node that is away, not about a busy machine.
        settings.ELASTICSEARCH_TIMEOUT = 5.0
        monkeypatch.setattr(breaking, "breaker", breaking.Breaker())
        yield nodes
        for client in (external_engine().client, external_engine().writer):
            client.close()
        remembered_client.cache_clear()


def is_whole() -> bool:
    """Whether both nodes hold the index."""
    health = external_engine().writer.cluster.health(wait_for_status="green", timeout="1s")
    return health["status"] == "green" and health["number_of_nodes"] == 2


@contextmanager
def visitors(answers: Counter[str]) -> Iterator[None]:
    """Somebody searches all the time; who answered is counted."""
    ended = threading.Event()

    def visit() -> None:
        while not ended.wait(0.05):
            found = Client().get("/api/v1/search/?q=snow").json()
            first = found["results"][0]["slug"] if found["results"] else "nothing"
            answers[f"{found['engine']} {first}"] += 1
        connections.close_all()

    visitor = threading.Thread(target=visit)
    visitor.start()
    try:
        yield
    finally:
        ended.set()
        visitor.join(60)


def test_rolling_restart_leaves_nobody_without_the_right_answer_and_loses_no_edit(nodes: tuple[Node, Node]) -> None:
    portal, answers = make_portal(), Counter[str]()
    rebuild()
    wait_for(is_whole)
    with visitors(answers):
        for node in nodes:
            # As its makers say for two nodes: whoever is stopped first gives up its vote.
            cluster = external_engine().writer.cluster
            cluster.post_voting_config_exclusions(node_names=node.name)
            node.stop()
            portal["bikes"].title = f"Bicycles while {node.name} was away"
            portal["bikes"].save_revision().publish()
            catch_up()
            assert compare_engine(external_engine(), mend=False) == 0
            node.start()
            cluster.delete_voting_config_exclusions(wait_for_removal=False)
            wait_for(is_whole)
    # The database answers where a node goes in the midst of a question.
    assert {answer.partition(" ")[2] for answer in answers} == {"snow-in-time"}
    assert answers["elasticsearch snow-in-time"]
    wait_for(lambda: Client().get("/api/v1/search/?q=snow").json()["engine"] == "elasticsearch")
    assert compare_engine(external_engine(), mend=False) == 0
