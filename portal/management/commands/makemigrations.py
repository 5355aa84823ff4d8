from typing import Any

from django.core.management.commands import makemigrations
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.models import Field

#: What fields, blocks and models say to people. No database knows it.
TEXTS = {"help_text", "verbose_name", "verbose_name_plural", "label", "choices"}


class SchemaAutodetector(MigrationAutodetector):
    """Django's autodetector of changes, deaf to texts: a better help text needs no migration."""

    def deep_deconstruct(self, obj: Any) -> Any:
        """As Django's, without texts: those of a field, and those of blocks in the definition of a StreamField."""
        if isinstance(obj, Field):
            path, arguments, named = super().deep_deconstruct(obj)
            return path, arguments, without_texts(named)
        return super().deep_deconstruct(without_texts(obj) if isinstance(obj, dict) else obj)

    def generate_altered_options(self) -> None:
        """As Django's, without the names of models."""
        for state in (self.from_state, self.to_state):
            for model in state.models.values():
                model.options = without_texts(model.options)
        super().generate_altered_options()


def without_texts(named: dict[str, Any]) -> dict[str, Any]:
    """``named`` arguments or options that the database may know."""
    return {name: value for name, value in named.items() if name not in TEXTS}


class Command(makemigrations.Command):
    autodetector = SchemaAutodetector
