"""Many visitors at once: real processes with several threads each, all let loose at the same moment."""

import multiprocessing
import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connections

PROCESSES = 20
WAIT_SECONDS = 120


def at_once(actions: Sequence[Callable[[], Any]]) -> list[Any]:
    """Call all ``actions`` at the same moment, each in a thread of its own, spread over ``PROCESSES`` processes.

    Returns:
        their results in order; an exception counts as the name of its class.
    """
    # A connection must not be shared by parent and child.
    connections.close_all()
    context = multiprocessing.get_context("fork")
    barrier, results = context.Barrier(len(actions)), context.Queue()
    numbered = list(enumerate(actions))
    workers = [
        context.Process(target=_work, args=(numbered[start::PROCESSES], barrier, results))
        for start in range(min(PROCESSES, len(actions)))
    ]
    for worker in workers:
        worker.start()
    collected = dict(results.get(timeout=WAIT_SECONDS) for _ in actions)
    for worker in workers:
        worker.join(timeout=WAIT_SECONDS)
    return [collected[number] for number in range(len(actions))]


def _work(numbered: list[tuple[int, Callable[[], Any]]], barrier: Any, results: Any) -> None:
    def one(number: int, action: Callable[[], Any]) -> None:
        barrier.wait(timeout=WAIT_SECONDS)
        try:
            result = action()
        except Exception as error:  # noqa: BLE001 (whatever it was is the result)
            result = type(error).__name__
        finally:
            connections.close_all()
        results.put((number, result))

    threads = [threading.Thread(target=one, args=pair) for pair in numbered]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
