"""Expand and contract: what lets the former version write to the tables of this one while it is being replaced."""

from collections import defaultdict

from django.apps import AppConfig, apps
from django.db import connections
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import CharField, DateField, Field, FileField, Model, TextField, TimeField, UUIDField
from django.db.models.signals import post_migrate
from wagtail.fields import StreamField

#: Columns that a statement has to fill, because they may not be empty and the database has no default for them.
_WITHOUT = """
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = current_schema() AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'
"""
#: Their defaults are of the moment, or differ from row to row.
_OF_THE_MOMENT = (DateField, TimeField, UUIDField)
_TEXTS = (CharField, TextField, FileField)


def constant_default(field: "Field[object, object]", editor: BaseDatabaseSchemaEditor) -> object:
    """The value that the field has in every row that says nothing else; None if there is no such value."""
    if field.null or field.primary_key or field.is_relation or isinstance(field, _OF_THE_MOMENT):
        return None
    if field.has_default() and callable(field.default) and field.default not in (dict, list):
        return None
    value = editor.effective_default(field)
    if value is None and isinstance(field, StreamField):
        return "[]"
    return "" if value is None and isinstance(field, _TEXTS) and not field.unique else value


def without_default(using: str) -> set[tuple[str, str]]:
    """Tables and columns of PostgreSQL that no statement may leave out."""
    with connections[using].cursor() as cursor:
        cursor.execute(_WITHOUT)
        return set(cursor.fetchall())


def keep_defaults(using: str, **kwargs: object) -> None:
    """Give PostgreSQL the defaults that Django knows, for statements that do not know a column yet.

    Django takes the default away again when a column is added. The former version, which goes on for a while, writes
    rows without that column, and would be refused. Only one web server can use SQLite: nothing overlaps there.
    """
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    missing, models = without_default(using), defaultdict[str, list[type[Model]]](list)
    for model in apps.get_models(include_auto_created=True):
        models[model._meta.db_table].append(model)
    with connection.schema_editor() as editor:
        for table in sorted({table for table, _column in missing} & models.keys()):
            fields = {str(f.column): f for model in models[table] for f in model._meta.local_concrete_fields}
            actions = [
                f"ALTER COLUMN {editor.quote_name(column)} SET DEFAULT {editor.quote_value(value)}"
                for column, field in sorted(fields.items())
                if (table, column) in missing and (value := constant_default(field, editor)) is not None
            ]
            if actions:
                editor.execute(f"ALTER TABLE {editor.quote_name(table)} {', '.join(actions)}", params=None)


def connect_receivers(app: AppConfig) -> None:
    """Do so once after each ``migrate``; called when the app is ready."""
    post_migrate.connect(keep_defaults, sender=app, dispatch_uid="portal-keep-defaults")
