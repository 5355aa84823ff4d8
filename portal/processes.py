"""Several processes that live and end together."""

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from types import FrameType

STOP_SECONDS = 25
#: Ctrl-C, a polite kill, a closed terminal.
END_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def stop(children: Mapping[str, subprocess.Popen]) -> None:
    """Ask all of them to end at the same time, and end those that are still there after ``STOP_SECONDS``."""
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children.values():
        try:
            child.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def run_together(
    commands: Mapping[str, Sequence[str]], when_started: Callable[[], None], write: Callable[[str], object]
) -> int:
    """Start every command, and stop all of them as soon as one ends or we are told to end.

    Args:
        commands: what to start, by the name to speak of it.
        when_started: called once after the start; may block, for example until the server answers.
        write: takes the lines for the person who started us.

    Returns:
        0 after a signal, 1 when a process ended by itself.
    """
    told_to_end = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        told_to_end.set()

    former = {number: signal.signal(number, end) for number in END_SIGNALS}
    # Sessions of their own: Ctrl-C reaches only us, and each child then gets exactly one signal.
    children = {
        name: subprocess.Popen(command, start_new_session=True)  # noqa: S603 (the callers name what they start)
        for name, command in commands.items()
    }
    try:
        threading.Thread(target=when_started, daemon=True).start()
        while not told_to_end.wait(0.2):
            for name, child in children.items():
                if child.poll() is not None:
                    write(f"The {name} ended with code {child.returncode}; everything else is stopped too.")
                    return 1
        write("Stopping …")
        return 0
    finally:
        stop(children)
        for number, handler in former.items():
            signal.signal(number, handler)
