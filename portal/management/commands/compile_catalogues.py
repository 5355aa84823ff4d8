from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from portal.catalogues import compile_catalogues


class Command(BaseCommand):
    help = "Compiles the message catalogues that changed; needs no gettext tools."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="Compile all, also those that are up to date.")

    def handle(self, *args: object, force: bool, **options: object) -> None:
        done = compile_catalogues(force=force)
        for path in done:
            self.stdout.write(f"Compiled {path.parent.parent.name}.")
        if not done:
            self.stdout.write("All catalogues are up to date.")
