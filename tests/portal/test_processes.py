"""Processes that live and end together."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from functools import partial
from itertools import count

from portal import processes
from portal.processes import Fork, Preparation, fork_command, run_together
from tests.waiting import wait_for

SLEEP = partial(subprocess.Popen, [sys.executable, "-c", "import time; time.sleep(60)"])
FAIL = partial(subprocess.Popen, [sys.executable, "-c", "raise SystemExit(3)"])


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
    code = f"open({str(noted)!r}, 'a').write('x'); raise SystemExit(1)"
    fail = partial(subprocess.Popen, [sys.executable, "-c", code])
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


def preparation(code: str, done: list[str]) -> Preparation:
    """A process that ends by itself; what fails waits for it."""
    process = subprocess.Popen([sys.executable, "-c", code])
    return Preparation("load", process, lambda: done.append("loaded"), {"worker": FAIL})


def test_what_waits_for_a_preparation_is_started_when_it_ended_well():
    lines, done = [], []
    prepared = preparation("", done)
    assert run_together({"server": SLEEP}, lambda: None, lines.append, preparation=prepared) == 1
    assert done == ["loaded"]
    assert lines == ["The worker ended with code 3; everything else is stopped too."]


def test_a_preparation_that_fails_stops_everything_and_nothing_follows():
    lines, done = [], []
    prepared = preparation("raise SystemExit(2)", done)
    assert run_together({"server": SLEEP}, lambda: None, lines.append, preparation=prepared) == 1
    assert done == []
    assert lines == ["The load ended with code 2; everything else is stopped too."]


def test_a_preparation_ends_with_everything_else():
    lines, done = [], []
    prepared = preparation("import time; time.sleep(60)", done)
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGTERM)).start()
    assert run_together({"server": SLEEP}, lambda: None, lines.append, preparation=prepared) == 0
    assert prepared.process.returncode is not None
    assert done == []


def test_a_forked_command_ends_with_the_code_of_the_command(capfd):
    good, bad = fork_command("version"), fork_command("load_content", "--from=/nowhere", "--skip-checks")
    assert (good.wait(60), bad.wait(60)) == (0, 1)
    assert (good.poll(), bad.poll()) == (0, 1)
    said = capfd.readouterr()
    assert said.out.count(".") >= 1
    assert "the file does not exist in /nowhere" in said.err


def test_a_forked_command_does_not_keep_a_port_that_its_parent_gives_up():
    listener = socket.create_server(("127.0.0.1", 0))
    command = fork_command("shell", "--command=import time; time.sleep(60)", without=[listener])
    try:
        place = listener.getsockname()
        listener.close()

        def is_free() -> bool:
            with socket.socket() as other:
                return other.connect_ex(place) != 0

        wait_for(is_free, within=20)
        assert command.poll() is None
    finally:
        command.kill()
        command.wait(20)


def test_a_fork_ends_by_a_signal_though_its_parent_notes_signals_only(tmp_path):
    def run() -> None:
        (tmp_path / "session").write_text(f"{os.getsid(0) == os.getpid()}")
        time.sleep(60)

    threading.Timer(2, os.kill, (os.getpid(), signal.SIGTERM)).start()
    forks = []

    def start() -> Fork:
        forks.append(Fork(run))
        return forks[-1]

    assert run_together({"fork": start}, lambda: None, lambda line: None) == 0
    assert forks[0].poll() == -signal.SIGTERM
    assert (tmp_path / "session").read_text() == "True"
