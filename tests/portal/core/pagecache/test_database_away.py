"""The database is killed, and comes back: kept pages are read for ten minutes, and then all is as it was."""

import signal
import time

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from portal.core.i18n.locales import forget_locales
from portal.core.pagecache.memory import memory
from projects.models import CaseStudyPage
from tests.deploy.test_killed import connected_to
from tests.portal.core.pagecache.site import ask, make_cache
from tests.portal.core.pagecache.things import make_things
from tests.services.postgresql import running_cluster
from tests.waiting import wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql, pytest.mark.drill]


def test_kept_pages_are_read_for_ten_minutes_without_a_database_and_all_is_well_when_it_is_back():
    make_things("en", "da")
    case = CaseStudyPage.objects.first().url_path
    with running_cluster() as cluster, connected_to(cluster):
        cache = make_cache()
        kept = {address: ask(cache, address).body for address in ("/en/", case, "/en/projects/?country=NO")}
        try:
            cluster.stop(signal.SIGQUIT)  # at once, without putting anything in order
            wait_for(lambda: not memory.look())
            for past in (0, 580):
                memory.answered_at = time.monotonic() - past
                assert {address: ask(cache, address).body for address in kept} == kept
                assert ask(cache, "/en/strategies/").status == 503
            memory.answered_at = time.monotonic() - 601
            assert {ask(cache, address).status for address in kept} == {503}

            cluster.start()
            wait_for(lambda: ask(cache, case).status == 200)
            assert ask(cache, case).body == kept[case]
            CaseStudyPage.objects.update(municipality="Ærøskøbing")
            changed = ask(cache, case).body
            assert "Ærøskøbing" in changed.decode()
            assert changed == ask(WSGIHandler(), case).body
        finally:
            memory.end()
            connection.close()
            forget_locales()
