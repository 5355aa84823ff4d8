"""Encrypt all stored links with the first key of ENCRYPTION_KEYS, so that the older ones can be removed."""

from typing import Any

from django.core.management.base import BaseCommand

from events.models import Event


class Command(BaseCommand):
    """Put the new key first, run this, then remove the old key."""

    help = "Encrypts links to online events anew, with the first key of ENCRYPTION_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write every link again."""
        events = Event.objects.exclude(join_link="")
        for event in events:
            event.save(update_fields=["join_link"])
        self.stdout.write(f"{len(events)} links encrypted with the first key.")
