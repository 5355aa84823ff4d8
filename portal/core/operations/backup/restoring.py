"""Bringing a backup back: into an empty place, wholly or not at all."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from portal.core.operations.backup import archive, contents
from portal.core.operations.backup.archive import MEDIA, Manifest, Reader
from portal.core.operations.backup.database import PostgreSQL, SQLite, portals_own
from portal.core.operations.backup.errors import BackupError, in_words
from portal.core.operations.backup.making import keeps_media


def restore(source: Path, scratch: Path | None = None) -> Manifest:
    """Fill the empty database and the empty folder of media from ``source``, and bring an older one up to date.

    Everything is read and compared with its hashes before anything is written.

    Parameters:
        scratch: a folder with room for the dump; that of the system for temporary files if there is none.

    Raises:
        BackupError: the place is not empty; the archive was changed, is of a newer version or of another kind of
            database, or was made with another key.
    """
    database = portals_own()
    with in_words("The backup could not be brought back"), archive.opened(source) as reader:
        check_version(reader.manifest)
        check_vendor(reader.manifest, database)
        check_empty(database)
        reader.check()
        media = Path(settings.MEDIA_ROOT)
        with _emptied_on_failure(media):
            if reader.manifest.has_media:
                lay_out_media(reader, media)
            connection.close()
            load(reader, database, scratch)
            check_contents(reader.manifest, database)
        if MigrationExecutor(connection).migration_plan(MigrationLoader(connection).graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
        return reader.manifest


def check_version(manifest: Manifest) -> None:
    """Refuse what a newer portal made, by its number and by migrations that this one does not know.

    Raises:
        BackupError: with both versions.
    """
    known = {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    unknown = sorted(set(manifest.migrations) - known)
    if _numbers(manifest.version) > _numbers(settings.VERSION):
        raise BackupError(
            f"The archive was made by version {manifest.version}, which is newer than this one ({settings.VERSION}). "
            "Restore it with that version."
        )
    if unknown:
        raise BackupError(
            f"The archive was made by version {manifest.version} with migrations that this one ({settings.VERSION}) "
            f"does not know: {', '.join(unknown[:3])}. Restore it with the code that made it."
        )


def _numbers(version: str) -> list[int]:
    return [int("".join(filter(str.isdigit, part)) or 0) for part in version.split(".")]


def check_vendor(manifest: Manifest, database: PostgreSQL | SQLite) -> None:
    """Refuse the dump of another kind of database."""
    if manifest.vendor != database.vendor:
        raise BackupError(f"The archive holds a {manifest.vendor} database, and DATABASE_URL names {database.vendor}.")


def check_empty(database: PostgreSQL | SQLite) -> None:
    """Refuse to write where something is already.

    Raises:
        BackupError: the database has tables, or the folder of media has files.
    """
    if not (isinstance(database, SQLite) and not database.file.exists()):
        with closing(database.session()) as session:
            if not contents.is_empty(session):
                raise BackupError(
                    "The database is not empty. A backup is restored into an empty one, never over another."
                )
    media = Path(settings.MEDIA_ROOT)
    if keeps_media() and media.exists() and any(path.is_file() for path in media.rglob("*")):
        raise BackupError(f"There are files in {media}. A backup is restored into an empty folder.")


def lay_out_media(reader: Reader, folder: Path) -> None:
    """Write the archive's media below ``folder``."""
    for name in reader.manifest.media:
        target = folder / name.removeprefix(MEDIA)
        target.parent.mkdir(parents=True, exist_ok=True)
        reader.write_to(name, target)
        target.chmod(settings.FILE_UPLOAD_PERMISSIONS)


def load(reader: Reader, database: PostgreSQL | SQLite, scratch: Path | None) -> None:
    """Unpack the archive's dump and load it."""
    with tempfile.TemporaryDirectory(dir=scratch, prefix="portal-restore-") as folder:
        dump = Path(folder) / reader.manifest.dump
        reader.write_to(reader.manifest.dump, dump)
        database.load(dump)


def check_contents(manifest: Manifest, database: PostgreSQL | SQLite) -> None:
    """Compare rows and hashes of all tables with those of the moment of the backup.

    Raises:
        BackupError: with the tables that differ.
    """
    with closing(database.session()) as session:
        if differing := contents.differences(manifest.tables, contents.tables(session)):
            raise BackupError(f"The restored database differs from the one that was saved in: {', '.join(differing)}.")


@contextmanager
def _emptied_on_failure(media: Path) -> Iterator[None]:
    """Leave the folder of media, which may be a mount, as empty as it was."""
    media.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        for path in media.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise
