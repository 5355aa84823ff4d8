"""A search while somebody else holds the lock of SQLite; a portal shared by the file would hold it too."""

import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from search.indexing import projection
from search.indexing.maintenance import reconcile
from search.models import SearchCount
from tests.search.conftest import add_case
from tests.sites import make_site

pytestmark = pytest.mark.sqlite


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite alone has one lock for all")
def test_nobody_waits_for_a_locked_database_to_be_counted(client: Client) -> None:
    make_site("en")
    wait = connection.connection.execute("PRAGMA busy_timeout").fetchone()[0]
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE")
            start = time.monotonic()
            assert client.get("/en/search/?q=snow").status_code == 200
            assert time.monotonic() - start < wait / 1000
            assert not SearchCount.objects.exists()
            cursor.execute("ROLLBACK")
    finally:
        other.close()
    client.get("/en/search/?q=snow")
    assert SearchCount.objects.count() == 1
    assert connection.connection.execute("PRAGMA busy_timeout").fetchone()[0] == wait


@pytest.mark.django_db(transaction=True)
def test_an_index_that_is_made_lets_others_write_in_between(monkeypatch: pytest.MonkeyPatch) -> None:
    make_site("en")
    cases = [add_case(title=title) for title in ("Sne til tiden", "Jökulsárlón á ís", "Lumikengät lainaan")]
    monkeypatch.setattr(projection, "BATCH", 1)
    projection.SearchDocument.objects.all().delete()
    with CaptureQueriesContext(connection) as queries:
        assert reconcile().projection >= len(cases)
    transactions: list[int] = []
    open_since = None
    for query in queries:
        if query["sql"].startswith("BEGIN"):
            open_since = 0
        elif query["sql"] == "COMMIT":
            transactions.append(open_since)
            open_since = None
        elif open_since is not None and query["sql"].startswith('INSERT INTO "search_searchdocument"'):
            open_since += 1
    assert max(transactions) == 1
    assert sum(transactions) >= len(cases)
