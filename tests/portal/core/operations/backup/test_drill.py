"""The commands of the runbook as they are written, on a PostgreSQL that people write to, then in an empty place."""

import os
import re
import shlex
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from events.enums import RegistrationState
from events.models import Event, Registration
from portal.core.operations.backup import archive
from portal.core.operations.backup.database import portals_own
from tests.database import other_database, store
from tests.events.factories import coming_event, registered
from tests.served import ROOT, url_of_database

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql, pytest.mark.drill]
KEY = "a-fictional-key-of-the-drill-0123456789-abcdefghij"


def commands_of_the_runbook() -> list[str]:
    """The lines of the section on backups that begin with the portal's Python, in their order."""
    section = (ROOT / "docs" / "operations.md").read_text().partition("\n### Backup\n")[2].partition("\n### ")[0]
    return re.findall(r"^    (\.venv/bin/python manage\.py .+)$", section, re.MULTILINE)


def run(line: str, backups: Path, var_dir: Path, database: str) -> str:
    """A line of the runbook, on the machine that has this folder and this database."""
    python, *words = shlex.split(line, comments=True)
    command = [sys.executable, *(word.replace("/srv/backups", str(backups)) for word in words)]
    assert python == ".venv/bin/python"
    variables = {"DJANGO_SETTINGS_MODULE": "portal.settings.dev", "VAR_DIR": str(var_dir), "DATABASE_URL": database}
    kept = {key: value for key, value in os.environ.items() if key != "ELASTICSEARCH_URL"}
    env = {**kept, **variables, "ENCRYPTION_KEYS": KEY}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    return done.stdout


class People(threading.Thread):
    """They register one after the other until they are told to stop."""

    def __init__(self, event: Event) -> None:
        super().__init__()
        self.event, self.stop, self.number, self.error = event, threading.Event(), 0, None

    def run(self) -> None:
        try:
            while not self.stop.is_set():
                registered(self.event, f"person{self.number}@example.org", timezone.now(), name=f"Þóra {self.number}")
                self.number += 1
        except Exception as error:  # noqa: BLE001 (told to whoever waits)
            self.error = error
        finally:
            connection.close()


@override_settings(ENCRYPTION_KEYS=[KEY])
def test_runbook_brings_everything_back_that_was_saved_while_people_registered(tmp_path):
    here, there, backups = tmp_path / "here", tmp_path / "there", tmp_path / "backups"
    for folder in (here, there, backups):
        folder.mkdir()
    (here / "media" / "documents").mkdir(parents=True)
    for number in range(200):
        (here / "media" / "documents" / f"þýðing-{number}.pdf").write_bytes(os.urandom(50_000))
    event = coming_event(join_link="https://meet.example.org/room-þ")
    save, verify, *bring_back = commands_of_the_runbook()
    people = People(event)
    people.start()
    try:
        while people.number < 10 and people.is_alive():
            time.sleep(0.05)
        began = people.number
        run(save, backups, here, url_of_database())
        ended = people.number
        said = run(verify, backups, here, url_of_database())
    finally:
        people.stop.set()
        people.join()
    assert people.error is None
    assert ended > began
    assert "200 files are as they were saved" in said

    name = store().beside("drill")
    store().make_empty(name)
    try:
        with other_database(name):
            database = url_of_database()
            for line in bring_back:
                run(line, backups, there, database)
            confirmed = Registration.objects.filter(state=RegistrationState.CONFIRMED).count()
            assert Event.objects.get().join_link == "https://meet.example.org/room-þ"
            with archive.opened(backups / "portal.tar") as reader, closing(portals_own().session()) as session:
                manifest = reader.manifest
                found = session.execute("SELECT count(*) FROM events_registration").fetchone()[0]
    finally:
        store().remove(name)
    assert began <= confirmed <= ended
    assert manifest.tables["events_registration"].rows == found
    files = {p.relative_to(there / "media"): p.read_bytes() for p in (there / "media").rglob("*") if p.is_file()}
    assert files == {p.relative_to(here / "media"): p.read_bytes() for p in (here / "media").rglob("*") if p.is_file()}
    assert len(bring_back) == 4
