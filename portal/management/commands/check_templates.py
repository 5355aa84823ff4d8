import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

LONGEST = 130
#: What no template may hold, and why. The content security policy would block it, or a translator stumble over it.
RULES_OF_PAGES = (
    (re.compile(r"\sstyle\s*=", re.IGNORECASE), "has a style attribute; give the element a class"),
    (re.compile(r"<style\b", re.IGNORECASE), "has a style element; put the rules into a style sheet"),
)
RULES = (
    (re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE), "has an event attribute; put it into a module"),
    (re.compile(r"javascript:", re.IGNORECASE), "has a javascript: address"),
    (
        re.compile(r"<script\b(?![^>]*\b(?:src=|type=\"application/(?:ld\+)?json\"))", re.IGNORECASE),
        "has an inline script; put it into a module",
    ),
    (re.compile(r"{%-?\s*blocktrans(?:late)?\b(?![^%]*\btrimmed\b)"), "has a blocktranslate without trimmed"),
    (re.compile(r"{%\s*(?:trans|blocktrans)\s"), "uses the old name of translate or blocktranslate"),
)
COMMENT = re.compile(r"{#.*?#}|{%\s*comment\b.*?{%\s*endcomment\s*%}|<!--.*?-->", re.DOTALL)


def faults_of_template(text: str, *, mail: bool = False) -> Iterator[tuple[int, str]]:
    """Line numbers (from 1) and what is wrong there. Mails have no style sheet: theirs may be inside."""
    # Comments may speak of anything; they leave as many lines behind as they had.
    text = COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)
    for pattern, fault in RULES if mail else RULES_OF_PAGES + RULES:
        for match in pattern.finditer(text):
            yield text.count("\n", 0, match.start()) + 1, fault
    length = text.count("\n")
    if length > LONGEST:
        yield length, f"is longer than {LONGEST} lines; take a component out"


class Command(BaseCommand):
    help = "Fails when a template holds inline scripts or styles, or a translation block that is not trimmed."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        root = Path(settings.BASE_DIR)
        faults = []
        folders = [Path(app.path) / "templates" for app in apps.get_app_configs() if app.path.startswith(f"{root}/")]
        files = {path for folder in folders for path in folder.rglob("*") if path.suffix in {".html", ".txt"}}
        own = sorted(path for path in files if ".venv" not in path.relative_to(root).parts)
        for path in own:
            for line, fault in sorted(faults_of_template(path.read_text(), mail="mail" in path.parts)):
                faults.append(f"{path.relative_to(root)}:{line} {fault}.")
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"{len(own)} templates are clean.")
