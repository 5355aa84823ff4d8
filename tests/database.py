"""A migrated SQLite database is kept between test runs, as long as no migration changes."""

import gc
import hashlib
import os
import shutil
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection

KEPT = Path(settings.BASE_DIR) / "var" / "tests"


def migrations_digest() -> str:
    """Changes with the text of any migration of any app."""
    digest = hashlib.sha256()
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(f"{app.label}/{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:20]


def kept_database() -> Path:
    """The file that holds, or will hold, the migrated database of these migrations."""
    return KEPT / f"migrated-{migrations_digest()}.sqlite3"


def look_for_garbage_rarely() -> None:
    """Migrating makes thousands of classes that all stay: looking for garbage among them takes a fifth of the time."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def lay_out_kept_database(target: Path) -> None:
    """Put a copy of the kept database where the tests will look for theirs; without one, they begin from nothing."""
    if kept_database().exists():
        shutil.copyfile(kept_database(), target)


def keep_database() -> None:
    """Keep the database of the tests before the first of them runs, unless it is kept already."""
    kept = kept_database()
    if kept.exists():
        return
    KEPT.mkdir(parents=True, exist_ok=True)
    for old in KEPT.glob("migrated-*.sqlite3"):
        old.unlink(missing_ok=True)
    # Test workers arrive here at the same time: each writes a file of its own, the last one stays.
    fresh = kept.with_suffix(f".{os.getpid()}")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(fresh)])
    fresh.replace(kept)
