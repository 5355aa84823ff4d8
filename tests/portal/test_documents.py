"""Documents name files that exist."""

import re
from pathlib import Path

import pytest

#: A path below a folder of the repository, as documents write it.
PATH = re.compile(r"`((?:portal|home|events|projects|partners|search|tests|scripts|docs|requirements)/[\w./-]*)`")


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "docs/architecture.md"])
def test_every_file_that_a_document_names_exists(repository: Path, name: str):
    named = set(PATH.findall((repository / name).read_text()))

    assert len(named) >= 3
    assert [path for path in sorted(named) if not (repository / path).exists()] == []
