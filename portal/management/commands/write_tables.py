from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal.settings.env import BASE_DIR, VARIABLES, Variable

GUIDE = BASE_DIR / "docs" / "operations.md"
HEAD = "| variable | production needs it | default | meaning |\n|---|---|---|---|\n"


def markdown_row(variable: Variable) -> str:
    """One row of the table in docs/operations.md."""
    default = variable.default.replace(f"{BASE_DIR}/", "")
    needed = "yes" if variable.required else ""
    shown = f"`{default}`" if default else ""
    return f"| `{variable.name}` | {needed} | {shown} | {variable.meaning} |"


class Command(BaseCommand):
    help = "Prints the table of environment variables, or writes it to the end of docs/operations.md."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true", help="Put the table into docs/operations.md.")

    def handle(self, *args: Any, write: bool, **options: Any) -> None:
        table = HEAD + "".join(f"{markdown_row(variable)}\n" for variable in VARIABLES)
        if write:
            GUIDE.write_text(GUIDE.read_text().partition(HEAD)[0] + table)
        else:
            self.stdout.write(table, ending="")
