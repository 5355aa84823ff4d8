"""One archive with database and media."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.core.operations.backup import records
from portal.core.operations.backup.errors import BackupError
from portal.core.operations.backup.making import make
from portal.core.operations.backup.processes import ends_when_told


class Command(BaseCommand):
    """Exit code 0: it is there and whole; 1: it is not, and the message says why."""

    help = "Writes database and media into one archive that only its owner can read. Web and worker may run meanwhile."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("target", type=Path, help="A new file, or a folder in which it is named by the time.")

    def handle(self, *args: object, target: Path, **options: object) -> None:
        """Make it and remember that it was made."""
        try:
            with ends_when_told():
                made = make(target)
        except BackupError as error:
            raise CommandError(str(error)) from error
        records.note(made, verified=False)
        found = made.manifest
        rows = sum(table.rows for table in found.tables.values())
        self.stdout.write(
            f"{made.path}: {made.size / 1e6:.1f} MB, {rows} rows of {len(found.tables)} tables, "
            f"{len(found.media)} files."
        )
        if not found.has_media:
            self.stdout.write("The media lie in object storage and are not in it: back that up by its own means.")
        self.stdout.write("It holds personal data, and cannot be used without ENCRYPTION_KEYS, which are not in it.")
