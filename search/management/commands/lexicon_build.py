"""``lexicon_build``: make the full lexicon of the dictionaries that are installed."""

import json
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.languages.dictionaries import write_whole
from search.lexicon.building import make_entries, read_edges
from search.lexicon.packed import pack
from search.lexicon.sources import Dictionary, find_dictionaries
from search.lexicon.translating import full_lexicon

LICENCES = {
    "WikDict": "CC BY-SA 3.0, wikdict.com, from Wiktionary",
    "FreeDict": "GPL, freedict.org; see the copyright of each package",
    "Apertium": "GPL, apertium.org; see the copyright of each package",
}


def make_lexicon(dictionaries: list[Dictionary]) -> tuple[bytes, dict[str, object]]:
    """The packed lexicon of some dictionaries, and the report that it holds."""
    entries = make_entries(read_edges(dictionaries))
    pairs = Counter(f"{word[:2]}-{other[:2]}" for word, found in entries.items() for other, _, _ in found)
    report: dict[str, object] = {
        "words": len(entries),
        "translations": pairs.total(),
        "pairs": dict(sorted(pairs.items())),
        "sources": {
            maker: {"licence": licence, "files": [one.path.name for one in dictionaries if one.maker == maker]}
            for maker, licence in LICENCES.items()
            if any(one.maker == maker for one in dictionaries)
        },
    }
    return pack(entries, report), report


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
