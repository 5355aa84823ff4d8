"""A seventh language comes by its row, configuration and an import: Nynorsk, in a portal of its own process."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from portal.editing.content.importer import DATA
from portal.settings.env import BASE_DIR

#: The row is taken out and put back by hand, so that nothing but the table can know of the language.
SCRIPT = """
import json
import django
from portal.core.i18n.languages import LANGUAGES, Analyser, Analysis, Compounds, Language

LANGUAGES.pop("nn")
LANGUAGES["nn"] = Language(
    code="nn",
    own_name="Norsk nynorsk",
    english_name="Norwegian Nynorsk",
    read_before=("nb", "da", "sv", "en"),
    from_it="from Norwegian Nynorsk",
    other_codes=("nno",),
    clock_mark=".",
    day_mark=".",
    before_clock=" kl. ",
    vague_links=("les meir",),
    lix_scale=(40, 50),
    analysis=Analysis(Analyser.DICTIONARY, "norwegian", Compounds(("s", "e"), not_parts="nb"), letters="da"),
)
django.setup()
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from portal.core.mail.outbox.delivery import send_due
from portal.editing.publication.gates import VAGUE
from portal.editing.quality.readability import SCALES
from tests.events.factories import make_event, pending

call_command("migrate", verbosity=0)
call_command("load_content", "--from", FOLDER, verbosity=0)
client = Client(headers={"host": "localhost"})


def finds(query):
    found = client.get("/api/v1/search/", {"q": query, "locale": "nn"}).json()
    return [result["slug"] for result in found["results"] if result["locale"] == "nn"]


now = timezone.now().replace(month=11, day=2)
pending(make_event(start_date=now.replace(day=16).date()), language="nn", now=now)
mail.outbox = []
settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
send_due(now)
sent = mail.outbox[0]
root = client.get("/", headers={"accept-language": "nno-NO"})
home = client.get("/nn/").content.decode()
case = client.get("/nn/projects/friskus-voss/")
print(json.dumps({
    "root": root["Location"],
    "lang": '<html lang="nn"' in home,
    "switch": "Norsk nynorsk" in client.get("/en/").content.decode(),
    "case": [case.status_code, '<html lang="nn"' in case.content.decode()],
    "elements": client.get("/nn/model/").status_code,
    "page of results": client.get("/nn/search/?q=friskus").status_code,
    "as written": finds("aktivitetskalender"),
    "inflected": finds("aktivitetskalendrane"),
    "part of a compound": finds("kalender friskus"),
    "without its letters": finds("sosial entreprenor")[:1],
    "mail": [sent.extra_headers["Content-Language"], '<html lang="nn">' in sent.alternatives[0].content],
    "date": "16. november" in sent.body and " kl. 13.00" in sent.body,
    "gate": "les meir" in VAGUE,
    "scale": SCALES["nn"],
    "admin": "nn" in dict(settings.WAGTAILADMIN_PERMITTED_LANGUAGES),
}))
"""
KEPT = {
    "case_studies.json": {"friskus-voss"},
    "events.json": set(),
    "strategies.json": set(),
    "glossary.json": {"resident"},
    "partners.json": {"doga"},
}
CASE = ["friskus-voss"]


@pytest.mark.drill
@pytest.mark.xdist_group("content")
def test_one_row_and_configuration_bring_a_language_that_serves_searches_and_mails(tmp_path: Path):
    """Few records, all pages of the site: the tree is complete, in borrowed texts where none exist in Nynorsk."""
    for file in DATA.glob("*.json"):
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
        "page of results": 200,
        "as written": CASE,
        "inflected": CASE,
        "part of a compound": CASE,
        "without its letters": CASE,
        "mail": ["nn", True],
        "date": True,
        "gate": True,
        "scale": [40, 50],
        "admin": True,
    }
