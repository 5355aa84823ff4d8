"""Processes that live and end together."""

import os
import signal
import sys
import threading
import time

from portal.processes import run_together

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
FAIL = [sys.executable, "-c", "raise SystemExit(3)"]


def test_run_together_stops_the_rest_when_one_ends():
    lines = []
    start = time.monotonic()
    assert run_together({"sleeper": SLEEP, "failure": FAIL}, lambda: None, lines.append) == 1
    assert lines == ["The failure ended with code 3; everything else is stopped too."]
    assert time.monotonic() - start < 20


def test_run_together_stops_all_on_a_signal():
    lines = []
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGTERM)).start()
    assert run_together({"one": SLEEP, "two": SLEEP}, lambda: None, lines.append) == 0
    assert lines == ["Stopping …"]


def test_run_together_gives_the_signal_handlers_back():
    before = signal.getsignal(signal.SIGTERM)
    run_together({"failure": FAIL}, lambda: None, lambda line: None)
    assert signal.getsignal(signal.SIGTERM) == before
