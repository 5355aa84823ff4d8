import shutil
from argparse import ArgumentParser

import polib
from django.core.management.base import BaseCommand, CommandError

from portal.catalogues import faults_of_catalogue, languages_to_translate
from portal.management.commands import collect_messages


class Collector(collect_messages.Command):
    """Collects the messages of the sources and keeps them, instead of merging them into the catalogues."""

    def __init__(self) -> None:
        super().__init__()
        self.collected = polib.POFile()

    def write_po_file(self, potfile: str, locale: str) -> None:
        """Called for each collection, once as we name one language."""
        self.collected.extend(polib.pofile(potfile))


class Command(BaseCommand):
    help = "Fails unless every message of the sources is translated into every language that is switched on."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--require-current", action="store_true", help="Fail when gettext's xgettext is missing.")

    def handle(self, *args: object, require_current: bool, **options: object) -> None:
        wanted = None
        if shutil.which("xgettext"):
            collector = Collector()
            collector.handle(language=["en"], verbosity=0)
            wanted = collector.collected
        elif require_current:
            raise CommandError("xgettext is missing: without gettext nobody knows whether the catalogues are current.")
        else:
            self.stdout.write("Without gettext's xgettext only the completeness of the catalogues is checked.")
        faults = [fault for code in languages_to_translate() for fault in faults_of_catalogue(code, wanted)]
        if faults:
            raise CommandError("\n".join([*faults, f"{len(faults)} faults in the message catalogues."]))
        self.stdout.write(f"The catalogues of {', '.join(languages_to_translate())} are complete.")
