"""``manage.py search_rebuild``: the index anew, while visitors keep searching."""

import signal
import sys
from types import FrameType

from django.core.management.base import BaseCommand, CommandError

from search.engines.base import EngineUnavailableError
from search.indexing.maintenance import rebuild


class Command(BaseCommand):
    help = "Builds the search index anew beside the old one and then takes it into use. Searching never stops."

    def handle(self, *args: object, **options: object) -> None:
        def end(number: int, frame: FrameType | None) -> None:
            sys.exit(128 + number)

        # Told to end, leave nothing half-built behind.
        former = signal.signal(signal.SIGTERM, end)
        try:
            number = rebuild()
        except EngineUnavailableError as error:
            raise CommandError(f"The search engine does not answer, the old index stays in use ({error}).") from error
        finally:
            signal.signal(signal.SIGTERM, former)
        self.stdout.write(f"The search index holds {number} documents.")
