"""Processes that live and end together."""

import os
import signal
import sys
import threading
import time
from itertools import count

from portal import processes
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


def test_what_may_be_restarted_is_started_again_and_ends_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "RESTARTS", 2)
    clock = count()
    monkeypatch.setattr(processes.time, "monotonic", lambda: 4.0 * next(clock))
    noted = tmp_path / "starts"
    fail = [sys.executable, "-c", f"open({str(noted)!r}, 'a').write('x'); raise SystemExit(1)"]
    lines = []

    def end_after_three_lines(line):
        lines.append(line)
        if len(lines) == 3:
            os.kill(os.getpid(), signal.SIGTERM)

    assert run_together({"server": SLEEP, "worker": fail}, lambda: None, end_after_three_lines, {"worker"}) == 0
    assert noted.read_text() == "xxx"
    assert lines == [
        "The worker ended with code 1 and is started again in 1 s.",
        "The worker ended with code 1 and is started again in 2 s.",
        "The worker ended with code 1 once too often and stays off; everything else goes on.",
        "Stopping …",
    ]
