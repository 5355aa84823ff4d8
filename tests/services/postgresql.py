"""A PostgreSQL cluster of its own in a temporary folder, by the binaries of an installed server."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from tests.services.service import STOP_SECONDS, Service, Unavailable, free_port, stop

START_SECONDS = 30
#: The cluster lives as long as the tests: nothing has to survive a power cut.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # Its statistics would be about rows that tests roll back: with them, queries of milliseconds took minutes.
    "autovacuum": "off",
    "listen_addresses": "",
    "max_connections": "160",
    "lock_timeout": "60s",
    "timezone": "UTC",
}
#: What a benchmark changes of that: the server then does as in production.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "autovacuum": "on"}


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


@contextmanager
def postgresql(changed: Mapping[str, str] | None = None) -> Iterator[Service]:
    """A running cluster with a superuser ``portal`` and a database of the same name.

    Args:
        changed: settings that differ from ``SETTINGS``.

    Raises:
        Unavailable: no server is installed.
    """
    binaries = find_binaries()
    as_user = account()
    folder = Path(tempfile.mkdtemp(prefix="portal-postgresql-"))
    try:
        if as_user:
            os.chown(folder, as_user["user"], as_user["group"])  # type: ignore[arg-type]
        common = {**as_user, "cwd": folder, "stdin": subprocess.DEVNULL}
        initdb = [
            binaries / "initdb",
            "--pgdata",
            folder / "data",
            "--username",
            "portal",
            "--auth",
            "trust",
            "--encoding",
            "UTF8",
            "--locale",
            "C.UTF-8",
            "--no-sync",
        ]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, **common)
        port = free_port()
        chosen = {**SETTINGS, **(changed or {})}
        options = [argument for name, value in chosen.items() for argument in ("-c", f"{name}={value}")]
        command = [binaries / "postgres", "-D", folder / "data", "-k", folder, "-p", str(port), *options]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True, **common)
        try:
            wait_until_ready(binaries, folder, port, server)
            create = [
                binaries / "createdb",
                "--host",
                folder,
                "--port",
                str(port),
                "--username",
                "portal",
                "portal",
            ]
            subprocess.run(create, check=True, timeout=STOP_SECONDS, **common)
            version = subprocess.check_output([binaries / "postgres", "--version"], text=True).split()[2]
            url = f"postgresql://portal@{quote(str(folder), safe='')}:{port}/portal"
            yield Service("PostgreSQL", version, {"POSTGRESQL_URL": url})
        finally:
            stop(server, signal.SIGINT)  # "fast": ends the connections instead of waiting for them
    finally:
        shutil.rmtree(folder, ignore_errors=True)
