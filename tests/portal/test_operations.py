"""What is written for those who run the portal agrees with what the code does."""

import re

import pytest

from portal.management.commands.list_variables import markdown_row
from portal.settings.env import VARIABLES


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
def test_operations_guide_describes_every_variable(repository, variable):
    guide = (repository / "docs" / "operations.md").read_text()
    assert markdown_row(variable) in guide.splitlines(), "Run manage.py list_variables --write."


def test_operations_guide_describes_no_other_variable(repository):
    guide = (repository / "docs" / "operations.md").read_text()
    assert re.findall(r"^\| `([A-Z_]+)` \|", guide, re.MULTILINE) == [variable.name for variable in VARIABLES]


def test_compose_hands_over_everything_that_production_needs(repository):
    text = (repository / "compose.yaml").read_text()
    handed_over = set(re.findall(r"^    ([A-Z_]+): ", text, re.MULTILINE))
    assert {variable.name for variable in VARIABLES if variable.required} - handed_over == set()


def test_compose_and_image_hold_no_secret(repository):
    """Whatever is secret is a variable without a default, so that nothing starts with a known one."""
    text = (repository / "compose.yaml").read_text()
    for name in ("SECRET_KEY", "ENCRYPTION_KEYS", "POSTGRES_PASSWORD", "EMAIL_URL"):
        values = re.findall(rf"^ +{name}: (.+)$", text, re.MULTILINE)
        assert values
        assert [value for value in values if not value.startswith(f"${{{name}:?")] == []
    assert not re.search(r"SECRET|PASSWORD|ENCRYPTION", (repository / "Dockerfile").read_text())
