"""A search while somebody else holds the lock of SQLite; a portal shared by the file would hold it too."""

import time

import pytest
from django.db import connection
from django.test import Client

from search.models import SearchCount
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
