"""Command line of the test services.

``python -m tests.services run -- COMMAND…``  starts what it can, runs the command with the addresses in its
environment and stops everything; ``python -m tests.services test [pytest arguments]`` runs the whole suite;
``python -m tests.services drills [pytest arguments]`` runs what takes minutes by nature;
``python -m tests.services coverage`` measures the branch coverage of the suite;
``python -m tests.services prepare`` fetches what the services are made of.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager

from tests.services.chromium import chromium
from tests.services.elasticsearch_node import assemble, elasticsearch
from tests.services.html_checkers import html_checkers, install
from tests.services.object_storage import assemble_storage
from tests.services.postgresql import postgresql
from tests.services.service import Service, Unavailable
from tests.services.suite import measure_coverage, run_drills, run_suite

SERVICES: dict[str, Callable[[], AbstractContextManager[Service]]] = {
    "PostgreSQL": postgresql,
    "Elasticsearch": elasticsearch,
    "Chromium": chromium,
    "HTML checkers": html_checkers,
}


def end(context: AbstractContextManager[Service], started: Future[Service]) -> None:
    """Stop a service if it could be started."""
    if not started.exception():
        context.__exit__(None, None, None)


@contextmanager
def everything() -> Iterator[dict[str, str]]:
    """Start each service that this machine can bring; yields the variables that lead to them.

    Raises:
        SystemExit: ``REQUIRE_SERVICES=1`` and one of them cannot be had.
    """
    variables: dict[str, str] = {}
    missing = []
    with ThreadPoolExecutor() as threads, ExitStack() as stack:
        starting = {}
        for name, start in SERVICES.items():  # all at the same time
            context = start()
            starting[name] = threads.submit(context.__enter__)
            stack.callback(end, context, starting[name])
        for name, started in starting.items():
            try:
                service = started.result()
            except Unavailable as reason:
                print(f"{name}: skipped, {reason}", flush=True)
                missing.append(name)
                continue
            print(f"{name}: {service.about}", flush=True)
            variables |= service.variables
        if missing and os.environ.get("REQUIRE_SERVICES") == "1":
            raise SystemExit(f"REQUIRE_SERVICES=1, and these are missing: {', '.join(missing)}")
        yield variables


def main(arguments: list[str]) -> int:
    """Carry out one of the commands of the module's description; returns the exit code."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # so that the services are stopped
    match arguments:
        case ["prepare"]:
            assemble()
            install()
            assemble_storage()
            return 0
        case ["run", "--", *command] if command:
            with everything() as variables:
                return subprocess.run(command, env={**os.environ, **variables}, check=False).returncode
        case ["test", *pytest_arguments]:
            with everything() as variables:
                return run_suite(variables, pytest_arguments)
        case ["drills", *pytest_arguments]:
            with everything() as variables:
                return run_drills(variables, pytest_arguments)
        case ["coverage"]:
            with everything() as variables:
                return measure_coverage(variables)
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
