"""Documents name what exists, and all of it where they list."""

import re
from itertools import chain
from pathlib import Path

import pytest

ROOMS = ("portal", "home", "events", "projects", "partners", "search")
#: A path below a folder of the repository, as documents write it.
PATH = re.compile(r"`((?:portal|home|events|projects|partners|search|tests|scripts|docs|requirements)/[\w./-]*)`")


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/testing.md"])
def test_every_file_that_a_document_names_exists(repository: Path, name: str):
    named = set(PATH.findall((repository / name).read_text()))

    assert len(named) >= 3
    assert [path for path in sorted(named) if not (repository / path).exists()] == []


def test_the_design_lists_every_component_of_each_room(repository: Path):
    _before, _heading, section = (repository / "docs/design.md").read_text().partition("## Components\n")
    listed: dict[str, set[str]] = {}
    for room, names in re.findall(r"^\| `(\w+)/[^|]*\| (.*) \|$", section.partition("\n## ")[0], re.MULTILINE):
        listed.setdefault(room, set()).update(re.findall(r"`(\w+)`", names))
    there: dict[str, set[str]] = {}
    for file in chain(*(repository.glob(f"{room}/**/templates/**/components/*.html") for room in ROOMS)):
        there.setdefault(file.relative_to(repository).parts[0], set()).add(file.stem)

    assert listed == there
