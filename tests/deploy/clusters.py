"""The tests' database in a cluster of its own, which a drill may kill."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from tests.services.postgresql import Cluster


@contextmanager
def connected_to(cluster: Cluster) -> Iterator[None]:
    """Let the tests work in the database of another cluster, which begins as theirs does: migrated, and empty."""
    at = connection.settings_dict
    former = {name: at[name] for name in ("HOST", "PORT", "NAME", "USER")}
    dump = cluster.folder / "dump"
    source = ["--host", at["HOST"], "--port", str(at["PORT"]), "--username", at["USER"], at["NAME"]]
    subprocess.run([cluster.binaries / "pg_dump", "--format=custom", "--file", dump, *source], check=True)
    cluster.call("pg_restore", *cluster.where, "--no-owner", "--dbname", "portal", dump)
    connection.close()
    at.update(HOST=str(cluster.folder), PORT=str(cluster.port), NAME="portal", USER="portal")
    try:
        yield
    finally:
        connection.close()
        at.update(former)
