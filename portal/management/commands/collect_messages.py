from argparse import ArgumentParser

from django.conf import settings
from django.core.management.commands import makemessages
from django.utils.translation import to_locale

from portal.catalogues import languages_to_translate

#: Texts there are not shown to anybody.
NOT_SHOWN = ["tests/*", "benchmarks/*", "docs/*", "var/*", ".venv/*", "node_modules/*"]


class Command(makemessages.Command):
    help = "Brings new and changed texts of the sources into the message catalogues (needs gettext)."
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching", "--sort-by-file"]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--language", action="append", help="Only this language; may be given several times.")

    def handle(self, *args: object, language: list[str] | None, **options: object) -> None:
        defaults = {
            "locale": [to_locale(code) for code in language or languages_to_translate()],
            "exclude": [],
            "all": False,
            "domain": "django",
            "extensions": ["html", "txt", "py"],
            "symlinks": False,
            "ignore_patterns": NOT_SHOWN,
            "use_default_ignore_patterns": True,
            "no_wrap": True,
            "no_location": False,
            "add_location": "file",
            "no_obsolete": True,
            "keep_pot": False,
        }
        settings.LOCALE_PATHS[0].mkdir(exist_ok=True)
        super().handle(*args, **{**options, **defaults})
