"""What is written for those who run the portal agrees with what the code does."""

import re

import pytest

from portal.core.operations.periodic import JOBS
from portal.core.operations.retention_table import RULES
from portal.management.commands.write_tables import TABLES, Table
from portal.settings.env import VARIABLES


@pytest.mark.parametrize("table", TABLES, ids=lambda table: f"{table.guide.name}: {table.columns[0]}")
def test_guides_have_the_tables_that_the_code_declares(table: Table):
    text = table.guide.read_text()
    assert table.put_into(text) == text, "Run manage.py write_tables."


def test_every_retention_rule_names_a_job_that_exists():
    assert {rule.job for rule in RULES if rule.job} <= set(JOBS)


def test_compose_hands_over_every_variable_and_no_other(repository):
    text = (repository / "compose.yaml").read_text().partition("\nservices:")[0]
    handed_over = re.findall(r"^    ([A-Z0-9_]+): ", text, re.MULTILINE)
    assert sorted(handed_over) == sorted(variable.name for variable in VARIABLES)


#: What is the same in every container: where the volumes are, the port inside, the services of the file itself.
FIXED = {"VAR_DIR", "DICTIONARY_DIR", "BACKUP_DIR", "PORT", "DATABASE_URL"}


def test_compose_hands_over_what_is_set_and_the_defaults_of_the_table(repository):
    text = (repository / "compose.yaml").read_text()
    for variable in VARIABLES:
        [value] = set(re.findall(rf"^    {variable.name}: (.+)$", text, re.MULTILINE))
        if variable.name in FIXED:
            continue
        assert value.startswith(f"${{{variable.name}"), variable.name
        default = re.search(r":-(.*?)}", value)
        if default and variable.name != "ELASTICSEARCH_URL":
            assert default[1] == variable.default, variable.name


def test_compose_and_image_hold_no_secret(repository):
    """Whatever is secret is a variable without a default, so that nothing starts with a known one."""
    text = (repository / "compose.yaml").read_text()
    for name in ("SECRET_KEY", "ENCRYPTION_KEYS", "POSTGRES_PASSWORD", "EMAIL_URL"):
        values = re.findall(rf"^ +{name}: (.+)$", text, re.MULTILINE)
        assert values
        assert [value for value in values if not value.startswith(f"${{{name}:?")] == []
    assert not re.search(r"SECRET|PASSWORD|ENCRYPTION", (repository / "Dockerfile").read_text())


def test_logins_and_drafts_are_kept_as_long_as_the_settings_say(settings):
    kept = {rule.where: rule.until for rule in RULES}
    days = f"{settings.SESSION_COOKIE_AGE // 86400} days"

    assert days == "14 days"
    assert kept["`Session`"].startswith(days)
    assert kept["the browser's storage of the account (`localStorage`)"].endswith(days)
