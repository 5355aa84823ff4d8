"""``manage.py search_eval FILE… [--engine …]``: how good is the search on texts with known answers?"""

import json
import secrets
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.engines.registry import ENGINES, UnknownEngineError, scratch
from search.evaluation import evaluate, to_index
from search.find import Index


class Command(BaseCommand):
    """Index each file in a scratch index, ask its queries, print the measures as JSON."""

    help = "Measures recall, precision, MRR@10, share of queries without hits, and time on evaluation files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files to read and the engine to measure."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--engine", choices=ENGINES, help="The engine of the settings when not given.")

    def handle(self, *args: Any, files: list[Path], engine: str | None = None, **options: Any) -> None:
        """Measure every file and leave nothing behind."""
        reports = []
        for path in files:
            try:
                collection = json.loads(path.read_text(encoding="utf-8"))
            except (OSError, ValueError) as error:
                raise CommandError(f"{path} cannot be read as JSON: {error}") from error
            try:
                with scratch(f"search_eval_{secrets.token_hex(4)}", engine) as (bound, vocabulary):
                    bound.index(to_index(collection["documents"], collection["language"]))
                    bound.refresh()
                    reports.append({"file": path.name, **evaluate(collection, Index(bound, vocabulary))})
            except UnknownEngineError as error:
                raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(reports if len(reports) > 1 else reports[0], ensure_ascii=False, indent=1))
