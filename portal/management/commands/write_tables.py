"""The tables of the documentation that are made of what the code declares."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.core.management.base import BaseCommand

from portal.core.operations.retention_table import RULES
from portal.core.web.rates import RATES
from portal.settings.env import BASE_DIR, VARIABLES

DOCS = BASE_DIR / "docs"


@dataclass(frozen=True)
class Table:
    """A Markdown table, found by its head in the guide that holds it."""

    guide: Path
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def put_into(self, text: str) -> str:
        """``text`` with the rows of this table in place of those that it has.

        Raises:
            ValueError: it has no such table.
        """
        head = f"{_row(self.columns)}|{'---|' * len(self.columns)}\n"
        before, found, after = text.partition(head)
        if not found:
            raise ValueError(f"{self.guide.name} has no table with the columns {', '.join(self.columns)}.")
        lines = after.splitlines(keepends=True)
        while lines and lines[0].startswith("|"):
            lines.pop(0)
        return "".join([before, head, *map(_row, self.rows), *lines])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _variables() -> Iterable[tuple[str, ...]]:
    for variable in VARIABLES:
        default = variable.default.replace(f"{BASE_DIR}/", "")
        needed = "yes" if variable.required else ""
        yield f"`{variable.name}`", needed, f"`{default}`" if default else "", variable.meaning


def duration(seconds: int) -> str:
    """A length of time in whole words: ``15 minutes``."""
    for length, unit in ((24 * 3600, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= length and seconds % length == 0:
            number = seconds // length
            return f"{number} {unit}{'s' if number > 1 else ''}"
    return f"{seconds} seconds"


TABLES = (
    Table(
        DOCS / "operations.md",
        ("what", "how often", "counted by", "name"),
        tuple((rate.what, f"{rate.limit} in {duration(rate.seconds)}", rate.counted_by, rate.name) for rate in RATES),
    ),
    Table(
        DOCS / "operations.md",
        ("variable", "production needs it", "default", "meaning"),
        tuple(_variables()),
    ),
    Table(
        DOCS / "data-protection.md",
        ("what", "where", "why", "until", "deleted by"),
        tuple((rule.what, rule.where, rule.why, rule.until, rule.deleted_by) for rule in RULES),
    ),
)


class Command(BaseCommand):
    """Run after a change of ``VARIABLES``, ``RATES`` or ``RULES``; a test compares."""

    help = "Writes the environment variables, rate limits and retention periods into their tables in docs/."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        """Write the tables."""
        for table in TABLES:
            table.guide.write_text(table.put_into(table.guide.read_text()))
