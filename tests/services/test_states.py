"""The states of the database that tests start from are made once."""

import pytest

from tests.database import migrated, store


@pytest.mark.sqlite
@pytest.mark.django_db
def test_nobody_has_to_migrate_again():
    assert store().has(migrated())
