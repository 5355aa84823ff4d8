import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

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
#: Tags that name other templates or libraries of tags. Names in variables were given by the room that owns them.
USE = re.compile(r"{%-?\s*(load|include|extends)\s+(.+?)\s*-?%}")
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


def read_floors(project: str) -> dict[str, int]:
    """The floor of each room, the ground being 0, by the contract on rooms of import-linter in ``pyproject.toml``."""
    contract = tomllib.loads(project)["tool"]["importlinter"]["contracts"][0]
    floors = [re.split(r"\s*[|:]\s*", layer) for layer in reversed(contract["layers"])]
    return {room: number for number, rooms in enumerate(floors) for room in rooms}


def room_of(app: str, floors: Mapping[str, int]) -> str:
    """The room that an app is, or lies in; empty for those of Django and Wagtail."""
    parents = app.split(".")
    names = (".".join(parents[:length]) for length in range(len(parents), 0, -1))
    return next((name for name in names if name in floors), "")


def faults_of_reach(text: str, room: str, owners: Mapping[str, str], floors: Mapping[str, int]) -> Iterator[str]:
    """What a template of ``room`` loads, includes or extends although its owner is a room above or beside.

    Parameters:
        owners: the room of each template and tag library of the portal; those of Django and Wagtail are free to all.
    """
    for tag, what in USE.findall(text):
        for name in what.split() if tag == "load" else [what.split()[0].strip("\"'")]:
            owner = owners.get(name, room)
            if owner != room and floors[owner] >= floors[room]:
                yield f"{tag}s {name}, which belongs to {owner}"


class Command(BaseCommand):
    help = "Fails when a template holds inline scripts or styles, or uses what belongs to a room above its own."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        root = Path(settings.BASE_DIR)
        floors = read_floors((root / "pyproject.toml").read_text())
        folders = [(room_of(app.name, floors), Path(app.path)) for app in apps.get_app_configs()]
        templates: dict[Path, str] = {}
        owners: dict[str, str] = {}
        for room, folder in folders:
            if not room:
                continue
            files = {path: path.relative_to(folder / "templates") for path in (folder / "templates").rglob("*.*")}
            templates |= dict.fromkeys(files, room)
            owners |= {str(name): room for name in files.values()}
            owners |= {path.stem: room for path in (folder / "templatetags").glob("[!_]*.py")}
        faults = []
        for path, room in sorted(templates.items()):
            text = path.read_text()
            for line, fault in sorted(faults_of_template(text, mail="mail" in path.parts)):
                faults.append(f"{path.relative_to(root)}:{line} {fault}.")
            faults += [f"{path.relative_to(root)} {fault}." for fault in faults_of_reach(text, room, owners, floors)]
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"{len(templates)} templates are clean.")
