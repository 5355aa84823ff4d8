"""Workers share what was loaded before they were made, and nothing that only one process may hold."""

import subprocess
import sys

from portal import server

LOADED = """
import threading
import portal.wsgi
from django.db import connections
print([held.alias for held in connections.all() if held.connection], threading.active_count())
"""


def test_the_application_is_loaded_before_workers_without_connections_and_threads():
    assert server.preload_app is True
    answer = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True, timeout=120)
    assert answer.stdout == "[] 1\n"
