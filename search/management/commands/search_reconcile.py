"""``manage.py search_reconcile``: do pages, projection and engines agree?"""

import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from search.engines.base import EngineUnavailableError
from search.indexing.maintenance import reconcile


class Command(BaseCommand):
    help = "Compares what the public may see with what the search holds, and mends the differences."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="Only report. Exit code 1 when something differs at the end, with or without this option.",
        )

    def handle(self, *args: object, check: bool = False, **options: object) -> None:
        try:
            found = reconcile(mend=not check)
        except EngineUnavailableError as error:
            raise CommandError(
                f"The search engine does not answer ({error}). The database's index is right."
            ) from error
        where = (
            f"({found.projection} between pages and documents, {found.database} in the database's index, "
            f"{found.engine} in the search engine)"
        )
        if check:
            self.stdout.write(f"Differences found: {found.total} {where}")
        else:
            self.stdout.write(f"Differences found: {found.total} {where}; left after mending: {found.left}")
        if found.left:
            sys.exit(1)
