"""Linear algebra is for the worker: what answers visitors imports nothing that needs it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[4]
#: openpyxl takes NumPy where it finds it, and does without.
WITHOUT = """
import sys
sys.modules["numpy"] = sys.modules["sklearn"] = None
import django
django.setup()
import portal.urls, portal.wsgi
import events.dialogue.analysis.grouping, events.dialogue.analysis.opinions, events.dialogue.analysis.routing
try:
    import events.dialogue.analysis.groups
except ImportError:
    print("groups alone need it")
"""


def test_a_web_process_needs_no_numpy() -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    command = [sys.executable, "-c", WITHOUT]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.returncode) == ("groups alone need it\n", 0), ran.stderr
