"""The steps that lead from an empty folder to a portal that can be served. Each may be repeated at any time."""

import hashlib
import io
import socket
from collections.abc import Collection
from pathlib import Path

from django.conf import STATICFILES_STORAGE_ALIAS, settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.crypto import get_random_string
from tqdm import tqdm

from portal.core.web.static_storage import StaticStorage
from portal.processes import Fork, fork_command
from portal.snapshot import begin_with_snapshot

ADMIN_NAME = "admin"


class MigrationBar(io.StringIO):
    """Takes what ``migrate`` prints and moves a progress bar one step for each migration."""

    def __init__(self, bar: tqdm) -> None:
        super().__init__()
        self.bar = bar

    def write(self, text: str) -> int:
        """Every migration announces itself in one piece of text."""
        if text.startswith("  Applying"):
            self.bar.update()
        return len(text)


def migrate_database() -> int:
    """Bring the tables up to date, with a progress bar; returns the number of migrations carried out."""
    begin_with_snapshot(connection)
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        with tqdm(total=len(plan), unit="migration", leave=False) as bar:
            call_command("migrate", interactive=False, stdout=MigrationBar(bar))
    return len(plan)


def static_fingerprint() -> str:
    """A digest of the names, sizes and times of all static sources."""
    digest = hashlib.sha256(str(settings.STORAGES["staticfiles"]["BACKEND"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([".*", "*~", "CVS"]):
            path = Path(storage.path(name))
            if path.is_relative_to(settings.VAR_DIR):
                continue  # made from sources that are listed themselves
            stat = path.stat()
            digest.update(f"{name}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def static_stamp() -> Path:
    """Where the fingerprint of the collected files is kept: beside them, not among them."""
    return settings.VAR_DIR / "static.stamp"


class StaticCollection:
    """Collects, names by content and compresses the static files in a process of its own, if they changed.

    Parameters:
        without: as for ``Fork``.
    """

    def __init__(self, without: Collection[socket.socket] = ()) -> None:
        self.fingerprint = static_fingerprint()
        manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
        self.process: Fork | None = None
        if not manifest.exists() or not static_stamp().exists() or static_stamp().read_text() != self.fingerprint:
            self.process = fork_command("collectstatic", "--no-input", "--clear", "--verbosity=0", without=without)

    def is_under_way(self) -> bool:
        """Whether something has to be waited for."""
        return self.process is not None and self.process.poll() is None

    def finish(self) -> None:
        """Wait for the end, and know the names that the files have from now on.

        Raises:
            RuntimeError: it failed; the process has said why.
        """
        if self.process:
            if self.process.wait():
                raise RuntimeError("The static files could not be collected.")
            static_stamp().write_text(self.fingerprint)
            storage = storages[STATICFILES_STORAGE_ALIAS]
            if isinstance(storage, StaticStorage):
                storage.learn_addresses()  # (the web server is a fork of this process)

    def stop(self) -> None:
        """End it early; the next start begins again."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()


def is_first_start() -> bool:
    """Whether nobody can administrate yet. The account is made last, so an interrupted first start is repeated."""
    return not get_user_model().objects.filter(is_superuser=True).exists()


def create_admin() -> str:
    """Make the first account; returns its password, which is kept nowhere else."""
    password = get_random_string(16)
    get_user_model().objects.create_superuser(ADMIN_NAME, "admin@localhost", password)
    return password
