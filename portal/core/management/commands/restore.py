"""Brings a backup back into an empty place."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.core.operations.backup.errors import BackupError
from portal.core.operations.backup.processes import ends_when_told
from portal.core.operations.backup.restoring import restore


class Command(BaseCommand):
    """Exit code 0: everything is back; 1: nothing is, and the message says why."""

    help = "Fills an empty database and an empty folder of media from an archive, and migrates an older one."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which."""
        parser.add_argument("source", type=Path, help="An archive that backup wrote.")
        parser.add_argument("--scratch", type=Path, help="A folder with room for the dump; the system's otherwise.")

    def handle(self, *args: object, source: Path, scratch: Path | None, **options: object) -> None:
        """Restore it."""
        try:
            with ends_when_told():
                found = restore(source, scratch)
        except BackupError as error:
            raise CommandError(str(error)) from error
        rows = sum(table.rows for table in found.tables.values())
        self.stdout.write(
            f"{rows} rows of {len(found.tables)} tables and {len(found.media)} files of {found.made_at} are back, "
            f"made by version {found.version}.\n"
            "Before visitors come: manage.py retention, manage.py check_registrations, manage.py search_reconcile."
        )
