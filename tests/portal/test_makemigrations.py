"""Changes of the schema make a migration, changes of texts make none."""

import pytest
from django.core.management import get_commands
from django.db.migrations.state import ModelState, ProjectState
from django.db.models import CharField
from wagtail.blocks import CharBlock
from wagtail.fields import StreamField

from portal.management.commands.makemigrations import SchemaAutodetector

FIELD = {"max_length": 8, "help_text": "A word.", "verbose_name": "word", "choices": [("a", "One")]}


def changes(old, new, old_options=None, new_options=None):
    states = []
    for field, options in ((old, old_options or {}), (new, new_options or {})):
        state = ProjectState()
        state.add_model(ModelState("projects", "Thing", [("field", field)], options))
        states.append(state)
    detected = SchemaAutodetector(*states)._detect_changes()
    return [
        type(operation).__name__ for migration in detected.get("projects", []) for operation in migration.operations
    ]


@pytest.mark.parametrize(
    ("changed", "operations"),
    [
        ({}, []),
        ({"help_text": "A short word."}, []),
        ({"verbose_name": "short word"}, []),
        ({"choices": [("a", "The first"), ("b", "Two")]}, []),
        ({"max_length": 9}, ["AlterField"]),
        ({"null": True}, ["AlterField"]),
    ],
)
def test_a_field_is_altered_when_its_column_changes(changed, operations):
    assert changes(CharField(**FIELD), CharField(**FIELD | changed)) == operations


@pytest.mark.parametrize(("kind", "operations"), [("word", []), ("other", ["AlterField"])])
def test_the_texts_of_blocks_make_no_migration_but_their_kinds_do(kind, operations):
    old = StreamField([("word", CharBlock(label="Word", help_text="One."))])
    new = StreamField([(kind, CharBlock(label="A word", help_text="Just one."))])

    assert changes(old, new) == operations


def test_the_name_of_a_model_makes_no_migration_but_its_order_does():
    field = CharField(**FIELD)

    assert changes(field, field, {"verbose_name": "thing"}, {"verbose_name": "matter"}) == []
    assert changes(field, field, {"ordering": ["field"]}, {"ordering": ["-field"]}) == ["AlterModelOptions"]


def test_both_commands_are_ours():
    assert [get_commands()[name] for name in ("makemigrations", "migrate")] == ["portal", "portal"]
