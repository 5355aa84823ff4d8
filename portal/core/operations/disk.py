"""Full disks: the folders that the portal writes to, how much room they have, and what a write says that finds none."""

import errno
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages

from portal.core.operations import health
from portal.core.operations.metrics import gauges

#: No room, a quota that is used up, a limit of the size, a disk that became read-only.
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}
#: With fewer bytes a folder counts as full: a few uploads and their sizes.
LEAST = 100 * 1024 * 1024


def is_full(error: BaseException | None) -> bool:
    """Whether a file could not be written because there is no room for it."""
    return isinstance(error, OSError) and error.errno in FULL


def folders() -> Iterator[tuple[str, Path]]:
    """The folders in use, by what they are for; uploads in a bucket are not in one."""
    yield "data", Path(settings.VAR_DIR)
    if isinstance(storages["default"], FileSystemStorage):
        yield "uploads", Path(settings.MEDIA_ROOT)
    if settings.BACKUP_DIR:
        yield "backups", Path(settings.BACKUP_DIR)


def room() -> Iterator[tuple[str, int]]:
    """Bytes that are free for each folder that is there."""
    for name, folder in folders():
        if folder.exists():
            yield name, shutil.disk_usage(folder).free


def _probe() -> str:
    """``ok``, or what is nearly full."""
    full = [f"{name}: {free // 1024 // 1024} MB left" for name, free in room() if free < LEAST]
    return ", ".join(full) or "ok"


def register() -> None:
    """Tell ``/readyz`` and the metrics; called when the app is ready."""
    health.register("disk", _probe)
    gauges.register(
        "disk_free_bytes",
        "Room for data, uploads and backups.",
        ("folder",),
        lambda: (((name,), float(free)) for name, free in room()),
    )
