"""Restores an archive into a scratch place and compares."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from portal.core.operations.backup import records
from portal.core.operations.backup.errors import BackupError
from portal.core.operations.backup.processes import ends_when_told
from portal.core.operations.backup.verifying import verify


class Command(BaseCommand):
    """Exit code 0: it can be restored; 1: it cannot, and the message says why."""

    help = (
        "Restores an archive into a scratch database and folder, compares counts and hashes, reads what is encrypted."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which, and where there is room."""
        parser.add_argument("source", type=Path, help="An archive that backup wrote.")
        parser.add_argument(
            "--scratch", type=Path, help="A folder with room for media and dump; the system's otherwise."
        )

    def handle(self, *args: object, source: Path, scratch: Path | None, **options: object) -> None:
        """Verify it and remember that it was verified."""
        try:
            with ends_when_told():
                verified = verify(source, scratch)
        except BackupError as error:
            raise CommandError(str(error)) from error
        found = verified.manifest
        rows = sum(table.rows for table in found.tables.values())
        self.stdout.write(
            f"{source} of {found.made_at}, version {found.version}: {rows} rows of {len(found.tables)} tables and "
            f"{len(found.media)} files are as they were saved, {verified.decrypted} encrypted texts can be read."
        )
        try:
            records.note(verified, verified=True)
        except DatabaseError:
            self.stderr.write("This could not be noted: the portal's own database is away or not migrated.")
