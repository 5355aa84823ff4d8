from django.core.management.base import CommandParser
from django.core.management.commands import migrate
from django.db import connections

from portal.management.commands.makemigrations import SchemaAutodetector
from portal.snapshot import begin_with_snapshot


class Command(migrate.Command):
    # Asks at its end whether models have changed since the last migration.
    autodetector = SchemaAutodetector

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--from-nothing", action="store_true", help="Do not begin an empty SQLite database with the snapshot."
        )

    def handle(self, *args: object, from_nothing: bool = False, **options: object) -> None:
        """Bring the tables up to date; those of an empty SQLite database begin with the snapshot of the schema."""
        looks = any(options[name] for name in ("app_label", "plan", "check_unapplied", "fake", "fake_initial"))
        if not from_nothing and not looks:
            begin_with_snapshot(connections[str(options["database"])])
        super().handle(*args, **options)
