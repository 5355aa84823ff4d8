"""``lexicon_build``: make the full lexicon of the dictionaries that are installed."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.languages.dictionaries import write_whole
from search.lexicon.building import make_lexicon
from search.lexicon.sources import find_dictionaries
from search.lexicon.translating import full_lexicon


class Command(BaseCommand):
    """Make the full lexicon of the dictionaries below PATHS."""

    help = (
        "Make the lexicon that the search translates words with, of dictionaries of FreeDict, WikDict and Apertium "
        "(Debian packages dict-freedict-* and apertium-*). Prints the number of translations of each pair of "
        "languages, the sources and their licences."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the dictionaries are, and where the lexicon goes."""
        parser.add_argument("paths", nargs="+", type=Path, help="Folders or files, such as /usr/share/dictd.")
        parser.add_argument("--to", type=Path, help="File to write; the one that the search reads when left out.")

    def handle(self, *, paths: list[Path], to: Path | None, **_options: Any) -> None:
        """Read, join, write, report."""
        dictionaries = find_dictionaries(paths)
        if not dictionaries:
            raise CommandError("There are no dictionaries of languages of the portal at these paths.")
        try:
            content, report = make_lexicon(dictionaries)
            write_whole(to or full_lexicon(), content)
        except (OSError, ValueError) as error:
            raise CommandError(f"The lexicon could not be made: {error}") from error
        self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))
