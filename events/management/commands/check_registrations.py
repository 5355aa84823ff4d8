"""Prove that nobody is oversold, lost or without consent, and that no mail is stuck."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from events.privacy.integrity import violations


class Command(BaseCommand):
    """Exits with 1 and one line per violation."""

    help = "Checks seats, seat numbers, consent and the outbox; fails loudly if something is wrong."

    def handle(self, *args: object, **options: object) -> None:
        """Run the check.

        Raises:
            CommandError: something is wrong.
        """
        found = violations(timezone.now())
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write("All registrations are in order.")
