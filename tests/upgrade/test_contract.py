"""Migrations that take something away: each one is known, with the reason why the former version bears it or not."""

import json
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.migrations import operations
from django.db.migrations.loader import MigrationLoader

from tests.upgrade import state

#: Each breaks the former version while it is being replaced, so that the upgrade takes the way with a gap.
CONTRACTIONS = {
    ("events", "0004_delete_outgoingmail", "Delete model OutgoingMail"): "its rows are in core_outgoingmail",
    ("partners", "0002_team_can_publish", "Rename field trusted on team to can_publish"): "before the first release",
    (
        "projects",
        "0003_page_of_the_model",
        "Remove field versions from elementindexpage",
    ): "versions of the model are rows of their own",
}
TAKES_AWAY = (
    operations.AlterModelTable,
    operations.DeleteModel,
    operations.RemoveField,
    operations.RenameField,
    operations.RenameModel,
    operations.RunSQL,
    operations.SeparateDatabaseAndState,
)


@pytest.mark.django_db
def test_every_migration_that_takes_something_away_has_a_reason():
    kept = json.loads(state.ROWS.read_text())["django_migrations"]
    of_the_release = {(row[kept["columns"].index("app")], row[kept["columns"].index("name")]) for row in kept["rows"]}
    root = Path(settings.BASE_DIR)
    ours = {app.label for app in apps.get_app_configs() if Path(app.path).parent in {root, *_rooms(root)}}
    found = {
        (*key, operation.describe())
        for key, migration in MigrationLoader(None).disk_migrations.items()
        if key[0] in ours and key not in of_the_release
        for operation in migration.operations
        if isinstance(operation, TAKES_AWAY)
    }

    assert {"core", "events", "modeltext"} <= ours
    assert found == CONTRACTIONS.keys()


def _rooms(root: Path) -> set[Path]:
    return {root / name for name in ("portal", "events", "projects", "partners", "search", "home")}
