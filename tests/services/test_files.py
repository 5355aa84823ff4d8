"""On SQLite only the files are read that have tests for it."""

from pathlib import Path

import pytest

from tests.services.suite import files_on_sqlite


def test_no_other_file_has_a_test_for_sqlite(request: pytest.FixtureRequest, repository: Path):
    marked = {
        item.path.relative_to(repository).as_posix()
        for item in request.session.items
        if item.get_closest_marker("sqlite") or item.get_closest_marker("sqlite_drill")
    }
    assert marked <= set(files_on_sqlite())
