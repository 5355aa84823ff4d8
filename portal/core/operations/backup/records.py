"""What is remembered of backups, what ``/readyz`` says of them, and the periodic jobs that make and verify them."""

import logging
import shutil
import time
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from portal.core.models import Backup
from portal.core.operations import health, periodic
from portal.core.operations.backup.errors import BackupError
from portal.core.operations.backup.making import SUFFIX, UNFINISHED, Made, make
from portal.core.operations.backup.verifying import Verified, verify
from portal.core.operations.trouble import describe_trouble, note_mended, note_trouble

logger = logging.getLogger(__name__)
PART = "backup"
#: So many backups are remembered, and the last verified one however old.
REMEMBERED = 100
#: A folder of a backup that is being made is not older than this, in seconds.
LONGEST_MAKING = 24 * 3600


def note(backup: Made | Verified, *, verified: bool) -> None:
    """Remember that a backup was made, or verified just now."""
    made_at = datetime.fromisoformat(backup.manifest.made_at)
    when = {"verified_at": timezone.now()} if verified else {}
    Backup.objects.update_or_create(name=backup.name, defaults={"made_at": made_at, "size": backup.size, **when})
    kept = list(Backup.objects.order_by("-made_at").values_list("pk", flat=True)[:REMEMBERED])
    if (last := last_verified()) is not None:
        kept.append(last.pk)
    Backup.objects.exclude(pk__in=kept).delete()


def last_made() -> Backup | None:
    """The newest backup."""
    return Backup.objects.order_by("-made_at").first()


def last_verified() -> Backup | None:
    """The newest backup of those that were verified."""
    return Backup.objects.filter(verified_at__isnull=False).order_by("-made_at").first()


def describe() -> str:
    """What went wrong last, or how old the newest verified backup is, for ``/readyz``."""
    if (trouble := describe_trouble(PART)) != "ok":
        return trouble
    newest = last_verified()
    if newest is None:
        return "none verified"
    hours = int((timezone.now() - newest.made_at).total_seconds() // 3600)
    return f"verified, {hours} hours old" if hours < 48 else f"verified, {hours // 24} days old"


def back_up() -> None:
    """Periodic job: one more backup in ``BACKUP_DIR``, and the oldest ones away."""
    folder = Path(settings.BACKUP_DIR)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _remove_unfinished(folder)
        note(make(folder), verified=False)
        for old in backups_in(folder)[settings.BACKUP_KEEP :]:
            old.unlink(missing_ok=True)
    except (BackupError, OSError) as error:
        note_trouble(PART, "the last one failed, see the log", timezone.now())
        logger.error("The backup failed: %s", error)
        return
    note_mended(PART)


def verify_newest() -> None:
    """Periodic job: the newest backup in ``BACKUP_DIR`` is restored into a scratch place."""
    found = backups_in(Path(settings.BACKUP_DIR))
    if not found:
        return
    try:
        note(verify(found[0], found[0].parent), verified=True)
    except BackupError as error:
        note_trouble(PART, "the last one could not be verified, see the log", timezone.now())
        logger.error("The backup %s could not be verified: %s", found[0].name, error)


def backups_in(folder: Path) -> list[Path]:
    """Backups that the portal made itself in the folder, the newest first."""
    return sorted(folder.glob(f"portal-*Z{SUFFIX}"), reverse=True)


def _remove_unfinished(folder: Path) -> None:
    """What a killed process left."""
    for left in folder.glob(f".backup-*{UNFINISHED}"):
        if left.stat().st_mtime < time.time() - LONGEST_MAKING:
            shutil.rmtree(left, ignore_errors=True)


def register() -> None:
    """Have ``/readyz`` tell of backups and, if there is a folder for them, the worker make them."""
    health.register(PART, describe)
    if settings.BACKUP_DIR:
        periodic.register("portal.back_up", timedelta(days=1), back_up)
        periodic.register("portal.verify_backup", timedelta(days=7), verify_newest)
