from typing import Any

from django.core.management.base import BaseCommand

from portal.settings.env import BASE_DIR, VARIABLES, Variable


def markdown_row(variable: Variable) -> str:
    """One row of the table in docs/operations.md."""
    default = variable.default.replace(f"{BASE_DIR}/", "")
    needed = "yes" if variable.required else ""
    shown = f"`{default}`" if default else ""
    return f"| `{variable.name}` | {needed} | {shown} | {variable.meaning} |"


class Command(BaseCommand):
    help = "Prints the table of environment variables as docs/operations.md holds it."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("| variable | production needs it | default | meaning |\n|---|---|---|---|")
        for variable in VARIABLES:
            self.stdout.write(markdown_row(variable))
