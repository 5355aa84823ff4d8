"""Delete personal data whose time is over, or say what is due."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from events.privacy.retention import run_retention


class Command(BaseCommand):
    """The worker does the same four times a day; by hand it shows an auditor what happens."""

    help = "Anonymises registrations, deletes sensitive answers and unconfirmed forms that are due."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--report`` only counts."""
        parser.add_argument("--report", action="store_true", help="only say what is due, change nothing")

    def handle(self, *args: object, **options: Any) -> None:
        """Run or report."""
        due = run_retention(timezone.now(), dry_run=options["report"])
        verb = "Due" if options["report"] else "Deleted"
        self.stdout.write(
            f"{verb}: {due.unconfirmed} unconfirmed forms, {due.sensitive_answers} sensitive answers, "
            f"{due.registrations} registrations."
        )
        for event in due.events:
            self.stdout.write(f"  {event}")
