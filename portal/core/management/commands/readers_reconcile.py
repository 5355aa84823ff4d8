"""``manage.py readers_reconcile``: do lists show the versions that readers understand best?"""

import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from portal.core.readers import compare, reconcile


class Command(BaseCommand):
    """Needed after a change of the database by hand; the worker does the same every night."""

    help = "Compares which versions lists show to whom with what is public, and mends the differences."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One option."""
        parser.add_argument(
            "--check", action="store_true", help="Only report. Exit code 1 when something differs at the end."
        )

    def handle(self, *args: object, check: bool = False, **options: object) -> None:
        """Print the number of differences, and of those that are left."""
        found = compare() if check else reconcile()
        left = found if check else compare()
        self.stdout.write(f"Differences found: {found}" + ("" if check else f"; left after mending: {left}"))
        if left:
            sys.exit(1)
