"""Making a backup: whole and of one moment although people write, or not there at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils import timezone

from portal.core.operations.backup import keys
from portal.core.operations.backup.archive import MEDIA, Manifest, Writer
from portal.core.operations.backup.database import portals_own
from portal.core.operations.backup.errors import BackupError, in_words

#: Ends of the names of backups, and of the folders in which they are made.
SUFFIX, UNFINISHED = ".tar", ".unfinished"


@dataclass(frozen=True)
class Made:
    """A backup that was made."""

    path: Path
    #: The hash of its manifest.
    name: str
    size: int
    manifest: Manifest


def make(target: Path) -> Made:
    """Write database and media into ``target``, a new file that only its owner can read.

    A folder as ``target`` gets a file named by the time. Media are packed before the database and, those that came
    meanwhile, after it: whatever a row of the dump names is there.

    Raises:
        BackupError: it exists, its folder does not, the disk is full, the database cannot be dumped.
    """
    now = timezone.now()
    if target.is_dir():
        target /= f"portal-{now:%Y%m%d-%H%M%S}Z{SUFFIX}"
    if target.exists() or target.is_symlink():
        raise BackupError(f"{target} exists and is not overwritten.")
    database, has_media = portals_own(), keeps_media()
    with in_words("The backup could not be written"), _workplace(target) as folder:
        dump, fresh = folder / database.dump_name, folder / target.name
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            writer = Writer(file)
            if has_media:
                _pack_media(writer)
            dumped = database.dump(dump)
            writer.add(dump, database.dump_name)
            dump.unlink()
            if has_media:
                _pack_media(writer)
            manifest = Manifest(
                version=settings.VERSION,
                made_at=now.isoformat(timespec="seconds"),
                vendor=database.vendor,
                server=dumped.server,
                migrations=dumped.migrations,
                tables=dumped.tables,
                keys=keys.fingerprints(),
                has_media=has_media,
            )
            name = writer.finish(manifest)
            file.flush()
            os.fsync(file.fileno())
        _put_in_place(fresh, target)
    return Made(target, name, target.stat().st_size, manifest)


def keeps_media() -> bool:
    """Whether uploads lie in a folder; those in object storage have backups of their own."""
    return isinstance(default_storage, FileSystemStorage)


@contextmanager
def _workplace(target: Path) -> Iterator[Path]:
    """A folder beside the target, on the same disk, that goes away with all that is half done."""
    if not target.parent.is_dir():
        raise BackupError(f"There is no folder {target.parent}.")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-", suffix=UNFINISHED) as folder:
        yield Path(folder)


def _put_in_place(fresh: Path, target: Path) -> None:
    """Give the finished file its name, unless somebody else has taken that meanwhile."""
    try:
        target.hardlink_to(fresh)
    except PermissionError:  # a file system without links
        if target.exists():
            raise BackupError(f"{target} exists and is not overwritten.") from None
        fresh.rename(target)
    except FileExistsError as error:
        raise BackupError(f"{target} exists and is not overwritten.") from error
    descriptor = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _pack_media(writer: Writer) -> None:
    """Add the uploads that are not in the archive yet. What is deleted meanwhile is left out."""
    root = Path(settings.MEDIA_ROOT)
    for path in _files(root):
        name = MEDIA + path.relative_to(root).as_posix()
        if name in writer.files:
            continue
        try:
            writer.add(path, name)
        except FileNotFoundError:
            continue


def _files(root: Path) -> Iterator[Path]:
    """Plain files of a folder, in the order of their names.

    Raises:
        BackupError: there is a symbolic link, behind which a backup would have to look or lose something.
    """
    for folder, names, files in os.walk(root):
        names.sort()
        for name in sorted([*names, *files]):
            path = Path(folder, name)
            if path.is_symlink():
                raise BackupError(f"{path} is a symbolic link: put the files themselves there, or mount their folder.")
            if name in files and path.is_file():
                yield path
