"""A seventh language comes by configuration and an import: Nynorsk, in a portal of its own process."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from portal.settings.env import BASE_DIR

SCRIPT = """
import json
import django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
call_command("load_content", "--from", FOLDER, verbosity=0)
client = Client(headers={"host": "localhost"})
root = client.get("/", headers={"accept-language": "nn"})
home = client.get("/nn/").content.decode()
case = client.get("/nn/projects/friskus-voss/")
print(json.dumps({
    "root": root["Location"],
    "lang": '<html lang="nn"' in home,
    "switch": "Norsk nynorsk" in client.get("/en/").content.decode(),
    "case": [case.status_code, '<html lang="nn"' in case.content.decode()],
    "elements": client.get("/nn/elements/").status_code,
}))
"""
KEPT = {
    "case_studies.json": {"friskus-voss"},
    "events.json": set(),
    "strategies.json": set(),
    "glossary.json": {"resident"},
    "partners.json": {"doga"},
}


@pytest.mark.xdist_group("content")
def test_nynorsk_gets_a_tree_of_its_own_by_configuration_and_import(tmp_path: Path):
    """Few records, all pages of the site: the tree is complete, in borrowed texts where none exist in Nynorsk."""
    for file in (BASE_DIR / "portal" / "core" / "content" / "data").glob("*.json"):
        records = json.loads(file.read_text(encoding="utf-8"))
        kept = KEPT.get(file.name)
        few = [record for record in records if kept is None or record.get("slug") in kept]
        (tmp_path / file.name).write_text(json.dumps(few, ensure_ascii=False), encoding="utf-8")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "PORTAL_LANGUAGES": "en,nb,nn",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'portal.sqlite3'}",
    }

    script = SCRIPT.replace("FOLDER", repr(str(tmp_path)))
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )

    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout.splitlines()[-1]) == {
        "root": "/nn/",
        "lang": True,
        "switch": True,
        "case": [200, True],
        "elements": 200,
    }
