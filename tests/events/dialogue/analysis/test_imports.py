"""Groups of opinion are for the worker: what answers visitors does not load what works them out."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[4]
LOADED = """
import sys
import django
django.setup()
import portal.urls, portal.wsgi
import events.dialogue.analysis.grouping, events.dialogue.analysis.opinions, events.dialogue.analysis.routing
print(sorted(name for name in sys.modules if name in {of_worker!r}))
"""
OF_WORKER = {"events.dialogue.analysis.groups", "events.dialogue.analysis.clusters"}


def test_a_web_process_does_not_load_what_works_out_groups() -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    command = [sys.executable, "-c", LOADED.replace("{of_worker!r}", repr(OF_WORKER))]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.returncode) == ("[]\n", 0), ran.stderr
