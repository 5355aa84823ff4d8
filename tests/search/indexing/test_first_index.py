"""After a first start the worker builds the index, a share at a time, and the search says so meanwhile."""

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from portal.core.hooks.bulk import bulk_change
from search.indexing import first_index
from search.models import SearchDocument
from tests.search.conftest import add_case
from tests.sites import make_site

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
SAYS_SO = "The search is still being built"


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three cases that were loaded for a worker who takes two things at once."""
    monkeypatch.setattr(first_index, "SHARE", 2)
    make_site("en", "fi")
    with bulk_change(index_later=True):
        add_case(title="Snow in time", slug="snow")
        add_case("fi", title="Lumiaurat Äänekoskella", slug="lumi")
        add_case(title="Bikes for all", slug="bikes")


def page_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_search_says_that_it_is_being_built_until_it_is(loaded, client: Client, run_tasks):
    before = page_of(client, "/en/search/?q=snow")
    assert SAYS_SO in before
    assert 'href="/en/projects/snow/"' not in before

    shares = [done for done in run_tasks() if done.task_path == first_index.project_share.module_path]

    assert len(shares) > 2
    assert 'href="/en/projects/snow/"' in page_of(client, "/en/search/?q=snow")
    assert 'href="/fi/projects/lumi/"' in page_of(client, "/fi/search/?q=lumiaura")
    assert SAYS_SO not in page_of(client, "/en/search/?q=zqxvq")


def test_index_is_the_same_as_of_a_load_that_waits_for_it(loaded, run_tasks):
    run_tasks()
    digests = dict(SearchDocument.objects.values_list("key", "digest"))

    SearchDocument.objects.all().delete()
    with bulk_change():
        pass

    assert len(digests) >= 3
    assert dict(SearchDocument.objects.values_list("key", "digest")) == digests


def test_what_is_loaded_meanwhile_is_queued_once(loaded):
    with bulk_change(index_later=True):
        pass

    assert DBTaskResult.objects.filter(task_path=first_index.project_share.module_path).count() == 1
