"""A PostgreSQL cluster of its own in a temporary folder, by the binaries of an installed server."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from tests.services.service import Service, Unavailable, free_port, stop

START_SECONDS = 30
#: The cluster lives as long as the tests: nothing has to survive a power cut.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # Its statistics would be about rows that tests roll back: with them, queries of milliseconds took minutes.
    "autovacuum": "off",
    # ... and guesses about many rows are no reason to compile a query.
    "jit": "off",
    "listen_addresses": "",
    "max_connections": "160",
    "lock_timeout": "60s",
    "timezone": "UTC",
}
#: What a benchmark changes of that: the server then does as in production.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "autovacuum": "on", "jit": "on"}


def find_binaries() -> Path:
    """The folder of ``initdb`` and ``postgres``: on the PATH, or where Debian keeps the newest server.

    Raises:
        Unavailable: no server is installed.
    """
    found = shutil.which("initdb")
    if found and shutil.which("postgres"):
        return Path(found).resolve().parent
    versions = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if not versions:
        raise Unavailable("no PostgreSQL server is installed (Debian: apt-get install postgresql)")
    return max(versions, key=lambda folder: int(folder.parent.name))


def account() -> dict[str, object]:
    """How to start the server: as ourselves, but never as root, which PostgreSQL refuses."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise Unavailable("PostgreSQL does not run as root, and there is no other account to run it with")


def wait_until_ready(binaries: Path, folder: Path, port: int, server: subprocess.Popen) -> None:
    """Return as soon as the server accepts connections.

    Raises:
        RuntimeError: it ended, or did not answer within ``START_SECONDS``.
    """
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        probe = [binaries / "pg_isready", "--quiet", "--host", folder, "--port", str(port)]
        if subprocess.run(probe, check=False).returncode == 0:
            return
        time.sleep(0.1)
    log = (folder / "log").read_text(errors="replace")
    raise RuntimeError(f"PostgreSQL did not start:\n{log}")


class Cluster:
    """A cluster of its own in a folder, which can be killed and started anew, and copied while it runs."""

    def __init__(self, folder: Path, changed: Mapping[str, str] | None = None) -> None:
        self.binaries, self.folder, self.port = find_binaries(), folder, free_port()
        self.settings = {**SETTINGS, **(changed or {})}
        self._as_user = account()
        if self._as_user:
            os.chown(folder, self._as_user["user"], self._as_user["group"])  # type: ignore[arg-type]
        self._server: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        """The address of the database ``portal``."""
        return f"postgresql://portal@{quote(str(self.folder), safe='')}:{self.port}/portal"

    def call(self, program: str, *arguments: str | Path) -> None:
        """Carry out one of the programs that belong to a server, as the account that runs it."""
        subprocess.run(
            [self.binaries / program, *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            cwd=self.folder,
            **self._as_user,  # type: ignore[call-overload]
        )

    @property
    def where(self) -> list[str]:
        """What leads the programs of a client here."""
        return ["--host", str(self.folder), "--port", str(self.port), "--username", "portal"]

    def make(self) -> None:
        """Make an empty cluster with a superuser ``portal``."""
        options = ["--username", "portal", "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
        self.call("initdb", "--pgdata", self.folder / "data", *options)

    def copy(self, source: "Cluster") -> None:
        """Become a replica that follows ``source`` by streaming."""
        self.call(
            "pg_basebackup",
            *source.where,
            "--pgdata",
            self.folder / "data",
            "--write-recovery-conf",
            "--checkpoint=fast",
        )

    def start(self) -> None:
        """Start it, and return when it answers."""
        options = [argument for name, value in self.settings.items() for argument in ("-c", f"{name}={value}")]
        data = self.folder / "data"
        command = [self.binaries / "postgres", "-D", data, "-k", self.folder, "-p", str(self.port), *options]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                cwd=self.folder,
                start_new_session=True,
                **self._as_user,  # type: ignore[call-overload]
            )
        wait_until_ready(self.binaries, self.folder, self.port, self._server)

    def stop(self, number: int = signal.SIGINT) -> None:
        """End it: as a rule at once but in order (its "fast" way); by SIGKILL as a power cut does."""
        if self._server:
            stop(self._server, number)

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Within the block it takes connections and bytes but says nothing, as a machine does that hangs."""
        assert self._server
        stopped = [self._server.pid]
        try:
            # The first takes no part in what is asked, but makes those that do.
            os.kill(stopped[0], signal.SIGSTOP)
            children = Path(f"/proc/{stopped[0]}/task/{stopped[0]}/children").read_text().split()
            for child in map(int, children):
                os.kill(child, signal.SIGSTOP)
                stopped.append(child)
            yield
        finally:
            for process in reversed(stopped):
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGCONT)


@contextmanager
def postgresql(changed: Mapping[str, str] | None = None) -> Iterator[Service]:
    """A running cluster with a superuser ``portal`` and a database of the same name.

    Args:
        changed: settings that differ from ``SETTINGS``.

    Raises:
        Unavailable: no server is installed.
    """
    with running_cluster(changed) as cluster:
        version = subprocess.check_output([cluster.binaries / "postgres", "--version"], text=True).split()[2]
        yield Service("PostgreSQL", version, {"POSTGRESQL_URL": cluster.url})


@contextmanager
def running_cluster(changed: Mapping[str, str] | None = None, source: Cluster | None = None) -> Iterator[Cluster]:
    """As ``postgresql``, to be killed and started anew.

    Args:
        source: the cluster that this one replicates.
    """
    folder = Path(tempfile.mkdtemp(prefix="portal-postgresql-"))
    try:
        cluster = Cluster(folder, changed)
        try:
            if source:
                cluster.copy(source)
                cluster.start()
            else:
                cluster.make()
                cluster.start()
                cluster.call("createdb", *cluster.where, "portal")
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
