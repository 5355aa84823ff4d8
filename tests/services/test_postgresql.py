"""PostgreSQL really takes part."""

import pytest
from django.db import connection


@pytest.mark.postgresql
@pytest.mark.django_db
def test_postgresql_answers_with_a_supported_version():
    """The oldest version that Django 5.2 supports is 14."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        (version,) = cursor.fetchone()
    assert connection.vendor == "postgresql"
    assert int(version) >= 140000
