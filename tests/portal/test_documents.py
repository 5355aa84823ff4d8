"""Documents name what exists, and all of it where they list."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOMS = ("portal", "home", "events", "projects", "partners", "search")
#: A file or a folder, whole or from some folder on, as documents write it.
PATH = re.compile(r"`((?:[\w.-]+/)*[\w.-]+\.(?:py|md|html|js|css|toml|ya?ml|tsv|xz|json)|(?:[\w.-]+/)+)`")
#: What no clone has: written when the portal runs, or an address.
MADE = re.compile(r"var/|portal/bundle/|portal\.js$|.*/LANG\.json$")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
COMMAND = re.compile(r"manage\.py ([a-z_]+)")
TARGET = re.compile(r"(?:^ {4}|`)make ([a-z]+)", re.MULTILINE)
DECISION = re.compile(r"\b[Dd]ecision (\d+)")


@pytest.fixture(scope="module")
def documents(repository: Path) -> dict[Path, str]:
    """All documents for those who work on the portal, but the changelog, which tells of what is gone."""
    found = chain(repository.glob("*.md"), repository.glob("docs/**/*.md"))
    return {path: path.read_text() for path in found if path.name != "CHANGELOG.md"}


def endings(path: Path) -> Iterator[str]:
    """``path`` whole, and from each of its folders on."""
    for number in range(len(path.parts)):
        yield "/".join(path.parts[number:])


def test_every_path_that_a_document_names_exists(repository: Path, documents: dict[Path, str]):
    folders = (*ROOMS, "tests", "scripts", "docs", "benchmarks", "deploy", "requirements")
    paths = chain(repository.glob("*"), *((repository / name).rglob("*") for name in folders))
    there = set(chain.from_iterable(endings(path.relative_to(repository)) for path in paths))
    named = [(doc.name, path) for doc, text in documents.items() for path in PATH.findall(text)]

    assert len(named) > 400
    assert [(doc, path) for doc, path in named if path.rstrip("/") not in there and not MADE.match(path)] == []


def test_every_link_between_documents_leads_somewhere(documents: dict[Path, str]):
    links = [(doc, link) for doc, text in documents.items() for link in LINK.findall(text)]

    assert len(links) > 30
    assert [(doc.name, link) for doc, link in links if not (doc.parent / link).exists()] == []


def test_every_command_and_decision_that_a_document_names_exists(repository: Path, documents: dict[Path, str]):
    text = "\n".join(documents.values())
    targets = set(re.findall(r"^([a-z]+):", (repository / "Makefile").read_text(), re.MULTILINE))
    decisions = {int(path.name[:4]) for path in repository.glob("docs/decisions/*.md")}

    assert set(COMMAND.findall(text)) - set(get_commands()) == set()
    assert set(TARGET.findall(text)) - targets == set()
    assert set(map(int, DECISION.findall(text))) - decisions == set()
    assert len(set(COMMAND.findall(text))) > 20


def test_the_design_lists_every_component_of_each_room(repository: Path):
    _before, _heading, section = (repository / "docs/design.md").read_text().partition("## Components\n")
    listed: dict[str, set[str]] = {}
    for room, names in re.findall(r"^\| `(\w+)/[^|]*\| (.*) \|$", section.partition("\n## ")[0], re.MULTILINE):
        listed.setdefault(room, set()).update(re.findall(r"`(\w+)`", names))
    there: dict[str, set[str]] = {}
    for file in chain(*(repository.glob(f"{room}/**/templates/**/components/*.html") for room in ROOMS)):
        there.setdefault(file.relative_to(repository).parts[0], set()).add(file.stem)

    assert listed == there
