"""The memory of a web server's process: of its own with the whole content, and with as many pages as it may keep."""

import re
import signal

import pytest

from benchmarks.cache_speed import Server
from tests.live_portal import LivePortal
from tests.served import ask, start_gunicorn
from tests.services.service import free_port, stop

pytestmark = [pytest.mark.browser, pytest.mark.drill]
#: MiB that a process may have of its own with all pages of the initial content kept, and with as many as it may keep.
OF_ITS_OWN, FULL = 100, 100 + 64


def test_worker_keeps_the_whole_content_in_little_memory_and_no_more_than_its_limit(whole_portal: LivePortal):
    port = free_port()
    of_the_portal = {
        "DATABASE_URL": f"sqlite:///{whole_portal.var_dir / 'portal.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "VAR_DIR": str(whole_portal.var_dir),
        "WEB_CONCURRENCY": "1",
    }
    server = start_gunicorn(port, None, **of_the_portal)
    watched = Server(port, server.pid)
    try:
        addresses = re.findall(r"<loc>https?://[^/]+(/[^<]*)</loc>", ask(port, "GET", "/sitemap-pages.xml")[1])
        assert len(addresses) > 500
        for address in addresses:
            assert ask(port, "GET", address)[0] == 200, address
        assert watched.own_memory()[0] <= OF_ITS_OWN

        for number in range(2):
            for address in addresses:
                ask(port, "GET", f"{address}?n={number}")
        assert watched.own_memory()[0] <= FULL
    finally:
        stop(server, signal.SIGTERM)
