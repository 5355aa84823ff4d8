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


def test_compose_hands_over_every_variable_and_no_other(repository):
    text = (repository / "compose.yaml").read_text().partition("\nservices:")[0]
    handed_over = re.findall(r"^    ([A-Z_]+): ", text, re.MULTILINE)
    assert sorted(handed_over) == sorted(variable.name for variable in VARIABLES)


#: What is the same in every container: where the volumes are, the port inside, the services of the file itself.
FIXED = {"VAR_DIR", "DICTIONARY_DIR", "PORT", "DATABASE_URL"}


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
