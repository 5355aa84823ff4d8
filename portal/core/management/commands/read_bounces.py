"""``manage.py read_bounces``: reads what mail servers sent back (delivery status notifications)."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portal.core.mail.mailbox import MailboxError, read_folder, read_mailbox
from portal.core.mail.outbox.bounces import take_in
from portal.core.mail.reports import MOST_BYTES
from portal.core.operations.database import TROUBLE


class Command(BaseCommand):
    help = "Reads reports of mails that could not be delivered, and holds them against the addresses."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "places", nargs="*", help="Files with a mail, Maildirs, or - for standard input; otherwise BOUNCES_URL."
        )

    def handle(self, *, places: list[str], **options: object) -> None:
        if not places and not settings.BOUNCES:
            raise CommandError("Name a file, a Maildir or - for standard input, or set BOUNCES_URL.")
        try:
            counts = take_in(self._messages(places))
        except TROUBLE as error:
            # A mail server that hands the mail over by a pipe keeps it, and tries again.
            raise CommandError("The database cannot be used.", returncode=os.EX_TEMPFAIL) from error
        except (OSError, MailboxError) as error:
            raise CommandError(f"It cannot be read: {error}") from error
        said = ", ".join(f"{number} {fate}" for fate, number in sorted(counts.items()))
        self.stdout.write(f"Reports: {said or 'none'}.")

    def _messages(self, places: list[str]) -> Iterator[bytes]:
        if not places:
            yield from read_mailbox(settings.BOUNCES, timezone.now())
        for place in places:
            if place == "-":
                yield sys.stdin.buffer.read(MOST_BYTES)
            else:
                yield from read_folder(Path(place))
