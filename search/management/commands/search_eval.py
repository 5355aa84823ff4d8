"""``manage.py search_eval FILE… [--engine …]``: how good is the search on texts with known answers?"""

import json
import secrets
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from search.engines.registry import ENGINES, EngineUnavailableError, UnknownEngineError, temporary_index
from search.query.evaluation import evaluate, to_index
from search.query.fallback_steps import Index


class Command(BaseCommand):
    """Index each file in a scratch index, ask its queries, print the measures as JSON."""

    help = "Measures recall, precision, MRR@10, share of queries without hits, and time on evaluation files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files to read and the engine to measure."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--engine", choices=ENGINES, help="The engine of the settings when not given.")

    def handle(self, *args: object, files: list[Path], engine: str | None = None, **options: object) -> None:
        """Measure every file and leave nothing behind."""
        reports = []
        for path in files:
            try:
                collection = json.loads(path.read_text(encoding="utf-8"))
            except (OSError, ValueError) as error:
                raise CommandError(f"{path} cannot be read as JSON: {error}") from error
            try:
                with temporary_index(f"search_eval_{secrets.token_hex(4)}", engine) as (asked, database):
                    documents = list(to_index(collection["documents"], collection["language"]))
                    for bound in {database, asked}:
                        bound.index(documents)
                        bound.refresh()
                    measured = evaluate(collection, Index(asked, database.vocabulary))
                    reports.append({"file": path.name, **measured})
            except (UnknownEngineError, EngineUnavailableError) as error:
                raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(reports if len(reports) > 1 else reports[0], ensure_ascii=False, indent=1))
