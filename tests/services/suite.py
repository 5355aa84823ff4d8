"""The whole suite on PostgreSQL, then on SQLite what knows SQLite; the drills; one plain summary at the end."""

import json
import math
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests.services.service import stop

#: Tests that prove that a service took part: the file, and whether the first run counts or the one on SQLite.
PROOFS = {
    "PostgreSQL": ("tests.services.test_postgresql", "PostgreSQL"),
    "SQLite": ("tests.search.engines.test_engines", "SQLite"),
    "Elasticsearch": ("tests.services.test_elasticsearch", "PostgreSQL"),
    "Chromium": ("tests.services.test_chromium", "PostgreSQL"),
}
#: What takes minutes by nature, and what does not.
DRILLS, TESTS = "drill", "not drill"
#: Without a PostgreSQL server, everything that is not about PostgreSQL runs on SQLite.
ALL_ON_SQLITE = "not postgresql"
#: With one, everything runs there, and here again what the two databases do each in its own way.
AGAIN_ON_SQLITE = "sqlite and not elasticsearch"
#: What a browser shows of that again takes minutes, as does what waits: make test has it on PostgreSQL, and the live
#: portal on SQLite.
TESTS_ON_SQLITE = f"{AGAIN_ON_SQLITE} and not browser and {TESTS}"
DRILLS_ON_SQLITE = f"(sqlite and (browser or {DRILLS}) or sqlite_drill) and not elasticsearch"
#: What stands in the files that have such tests: to read all the others too would take each process seconds.
MARK, TESTED = re.compile(r"\bpytest\.mark\.sqlite(_drill)?\b"), Path("tests")
#: Coverage sees the processes of the tests, so whatever asks a portal that runs in others has nothing to add.
MEASURED = "not drill and not live"
NO_TESTS_COLLECTED = 5
#: Two workers; tests that share a service stay on one of them (groups and their order: tests/conftest.py).
ALL_TESTS = ["--numprocesses=2", "--dist=loadgroup", "--no-loadscope-reorder"]
#: What took longest is printed in the end: the next to be made shorter, or a drill.
SLOWEST = ["--durations=30", "--durations-min=3"]
#: Where states of the databases are kept, and the test that needs nothing but one of them.
KEPT, STATES = Path("var/tests"), "tests/services/test_states.py"
#: What coverage measured, the share of branches that was reached before, and the one that is aimed at, in percent.
COVERAGE, FLOOR, AIM = Path("var/coverage.json"), Path("tests/branches.txt"), 90
#: All drills together; whatever is not done by then has failed. Two usual cores need less than forty minutes, and a
#: machine half as fast gets to the end.
DRILL_SECONDS = 55 * 60


@dataclass(frozen=True)
class Run:
    """What came out of one run of pytest."""

    database: str
    exit_code: int
    seconds: float
    counts: Counter[str]
    passed_modules: set[str]

    @property
    def broke(self) -> bool:
        """True when pytest ended badly without naming a failed test (a crash, too little coverage, no time left)."""
        return self.exit_code not in {0, NO_TESTS_COLLECTED} and not self.counts["failed"]


def read_report(report: Path) -> tuple[Counter[str], set[str]]:
    """Counts by outcome, and the modules with at least one passed test, of a JUnit report."""
    counts: Counter[str] = Counter(passed=0, failed=0, skipped=0)
    modules = set()
    if not report.exists():
        return counts, modules
    try:
        cases = ElementTree.parse(report).iter("testcase")
    except ElementTree.ParseError:  # pytest was killed while it wrote: its exit code says so
        return counts, modules
    for case in cases:
        if case.find("failure") is not None or case.find("error") is not None:
            counts["failed"] += 1
        elif case.find("skipped") is not None:
            counts["skipped"] += 1
        else:
            counts["passed"] += 1
            modules.add(case.get("classname", ""))
    return counts, modules


def files_on_sqlite() -> list[str]:
    """The files with tests of what the two databases do each in its own way."""
    files = sorted(TESTED.rglob("test_*.py"))
    return [file.as_posix() for file in files if MARK.search(file.read_text(encoding="utf-8"))]


def in_few_files(processes: int = 2) -> list[str]:
    """The arguments for those tests alone."""
    return [*ALL_TESTS, f"--numprocesses={processes}", *files_on_sqlite()]


def without_database() -> dict[str, str]:
    """Our own environment, but for the database."""
    return {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}


@contextmanager
def started_pytest(
    database: str, expression: str, variables: dict[str, str], arguments: list[str], *, aside: bool = False
) -> Iterator[Callable[[float | None], Run]]:
    """Start pytest; what is yielded waits for its end, at most up to a moment of the monotonic clock.

    Args:
        aside: another run has the terminal: what this one says is printed when it has ended.
    """
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        report, output = Path(folder) / "report.xml", Path(folder) / "output"
        command = [sys.executable, "-m", "pytest", "-m", expression, f"--junitxml={report}", *SLOWEST, *arguments]
        title = f"\n=== {database}: {expression} ==="
        if not aside:
            print(title, flush=True)
        said = stack.enter_context(output.open("wb")) if aside else None
        start = time.time()
        process = subprocess.Popen(command, env={**without_database(), **variables}, stdout=said, stderr=said)

        def tell() -> None:
            """Print what a run beside another one said, once: also if the other one ends all."""
            if output.exists():
                print(title, output.read_text(encoding="utf-8", errors="replace"), sep="\n", flush=True)
                output.unlink()

        stack.callback(tell)
        stack.callback(stop, process, signal.SIGINT)

        def finish(until: float | None = None) -> Run:
            try:
                code = process.wait(None if until is None else max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                print(f"{database}: stopped, for the time is over.", flush=True)
                code = 128 + signal.SIGINT
                stop(process, signal.SIGINT)
            tell()
            # The report is the last that is written: aside, that may be long ago.
            end = report.stat().st_mtime if report.exists() else time.time()
            return Run(database, code, end - start, *read_report(report))

        yield finish


def run_pytest(
    database: str, expression: str, variables: dict[str, str], arguments: list[str], until: float | None = None
) -> Run:
    """Run pytest once; its output goes where ours goes.

    Parameters:
        until: the moment of the monotonic clock at which it is stopped.
    """
    with started_pytest(database, expression, variables, arguments) as finish:
        return finish(until)


def make_states(databases: list[dict[str, str]]) -> None:
    """Migrate each database once, and compile all tests, all at the same time, where no test has run in this folder.

    Else each worker would, and the live portal too. Whether it went well is asked by the same test in the run itself.

    Args:
        databases: the environment that leads to each of them.
    """
    if any(KEPT.glob("migrated-*")):
        return
    command = [sys.executable, "-m", "pytest", "-q"]
    steps = [([STATES], variables) for variables in databases]
    if not sys.dont_write_bytecode:
        steps.append((["--collect-only"], {}))
    started = [
        subprocess.Popen([*command, *what], env={**without_database(), **variables}, stdout=subprocess.DEVNULL)
        for what, variables in steps
    ]
    for process in started:
        process.wait()


def missing_proofs(runs: list[Run]) -> list[str]:
    """Services that took no part in the tests."""
    passed = {run.database: run.passed_modules for run in runs}
    return [name for name, (module, database) in PROOFS.items() if module not in passed.get(database, set())]


def summarise(runs: list[Run], absent: list[str]) -> int:
    """Print one line for each run and one for all; returns the exit code."""
    total = sum((run.counts for run in runs), Counter())
    print()
    for run in runs:
        how = f", pytest ended with code {run.exit_code}" if run.broke else ""
        print(f"{run.database}: {run.counts['passed']} of {run.counts.total()} passed in {run.seconds:.0f} s{how}")
    for name in absent:
        print(f"{name} took no part in the tests.")
    failed = total["failed"] + sum(run.broke for run in runs) + len(absent)
    print(f"{total['passed']} passed, {failed} failed, {total['skipped']} skipped")
    return 1 if failed or not total["passed"] else 0


def run_on_both(
    variables: dict[str, str], on_postgresql: str, on_sqlite: str, arguments: list[str], until: float | None = None
) -> list[Run]:
    """Run tests on PostgreSQL, and some of them on SQLite; without PostgreSQL, all of them there.

    The run on SQLite goes beside the other, which waits for browsers, servers and clocks a third of its time.
    """
    url = variables.get("POSTGRESQL_URL")
    if not url:
        expression = f"{ALL_ON_SQLITE} and {on_postgresql}"
        return [run_pytest("SQLite", expression, variables, arguments or ALL_TESTS, until)]
    with_server = {**variables, "DATABASE_URL": url}
    if arguments:
        return [
            run_pytest("PostgreSQL", on_postgresql, with_server, arguments, until),
            run_pytest("SQLite", on_sqlite, variables, arguments, until),
        ]
    with started_pytest("SQLite", on_sqlite, variables, in_few_files(processes=1), aside=True) as finish:
        return [run_pytest("PostgreSQL", on_postgresql, with_server, ALL_TESTS, until), finish(until)]


def run_suite(variables: dict[str, str], arguments: list[str]) -> int:
    """Run everything on PostgreSQL, and on SQLite what knows SQLite; without PostgreSQL, everything on SQLite.

    Args:
        variables: the environment that leads to the services.
        arguments: further arguments for pytest; with any, no service has to prove that it took part.
    """
    url = variables.get("POSTGRESQL_URL")
    make_states([{}, {"DATABASE_URL": url}] if url else [{}])
    runs = run_on_both(variables, TESTS, TESTS_ON_SQLITE, arguments)
    absent = missing_proofs(runs) if os.environ.get("REQUIRE_SERVICES") == "1" and not arguments else []
    return summarise(runs, absent)


def run_drills(variables: dict[str, str], arguments: list[str]) -> int:
    """Run what takes minutes by nature: the tests marked ``drill``."""
    until = time.monotonic() + DRILL_SECONDS
    return summarise(run_on_both(variables, DRILLS, DRILLS_ON_SQLITE, arguments, until), [])


def judge_branches(report: Path, floor: Path) -> int:
    """Print which share of the branches was taken; returns 1 if it is less than what was reached before.

    Args:
        report: what coverage measured, as JSON.
        floor: the file that holds what was reached, in percent; written where more is reached than ever before.
    """
    totals = json.loads(report.read_text(encoding="utf-8"))["totals"]
    reached = math.floor(1000 * totals["covered_branches"] / totals["num_branches"]) / 10
    known = float(floor.read_text(encoding="utf-8")) if floor.exists() else 0.0
    print(f"Branches taken: {reached} %; reached before: {known} %; aim: {AIM} %")
    if reached > known:
        floor.write_text(f"{reached}\n", encoding="utf-8")
        print(f"{floor} holds {reached} from now on: commit it.")
    return 1 if reached < known else 0


def measure_coverage(variables: dict[str, str]) -> int:
    """Run the suite once more; fails if it takes a smaller share of the branches of the code than it did before."""
    url = variables.get("POSTGRESQL_URL")
    again = f"({AGAIN_ON_SQLITE} or sqlite_drill and not elasticsearch)" if url else ALL_ON_SQLITE
    first, last = (
        [*ALL_TESTS, "--cov", "--cov-report="],
        [*ALL_TESTS, "--cov", "--cov-report=term", f"--cov-report=json:{COVERAGE}"],
    )
    runs = []
    if url:
        runs.append(run_pytest("PostgreSQL", MEASURED, {**variables, "DATABASE_URL": url}, first))
        last += ["--cov-append"]
    COVERAGE.unlink(missing_ok=True)
    runs.append(run_pytest("SQLite", f"{again} and {MEASURED}", variables, last))
    failed = summarise(runs, [])
    return failed or judge_branches(COVERAGE, FLOOR)
