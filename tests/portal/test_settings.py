"""Settings come from the environment, and production does not start half configured."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from portal.settings.env import VARIABLES, Environment, MissingSettings, Variable, boolean, words

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ENCRYPTION_KEYS": "0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "DATABASE_URL": "postgresql://portal@localhost/portal",
    "ALLOWED_HOSTS": "portal.example",
    "BASE_URL": "https://portal.example",
    "EMAIL_URL": "smtps://robot:secret%20word@mail.example:465",
    "DEFAULT_FROM_EMAIL": "Portal <portal@portal.example>",
}


def production(variables, names):
    """Values of the production settings in a process of its own with just these variables."""
    code = (
        f"import json; from portal.settings import production as s; print(json.dumps([getattr(s, n) for n in {names}]))"
    )
    known = {variable.name for variable in VARIABLES}
    rest = {key: value for key, value in os.environ.items() if key not in known}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**rest, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_production_without_variables_names_all_that_are_missing_in_one_line():
    done = production({}, ["DEBUG"])
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert [name for name in PRODUCTION if name not in done.stderr] == []


@pytest.mark.parametrize("missing", sorted(PRODUCTION))
def test_production_without_one_variable_names_it_alone(missing):
    some = {name: value for name, value in PRODUCTION.items() if name != missing}
    line = production(some, ["DEBUG"]).stderr.strip()
    assert line.startswith(f"The portal cannot start in production without: {missing} (")
    assert [name for name in PRODUCTION if f"; {name} (" in line] == []


def test_production_is_closed_by_default():
    names = {
        "DEBUG": False,
        "SECURE_SSL_REDIRECT": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_NAME": "__Host-session",
        "CSRF_TRUSTED_ORIGINS": ["https://portal.example"],
        "EMAIL_HOST": "mail.example",
        "EMAIL_PORT": 465,
        "EMAIL_HOST_PASSWORD": "secret word",
        "EMAIL_USE_SSL": True,
    }
    done = production(PRODUCTION, list(names))
    assert json.loads(done.stdout) == list(names.values())


def test_variable_that_cannot_be_read_is_named():
    number = Variable("PLACES", int, "8", "How many.")
    assert Environment((number,), {})["PLACES"] == 8
    with pytest.raises(MissingSettings, match="PLACES cannot be read"):
        Environment((number,), {"PLACES": "many"})["PLACES"]


def test_boolean_reads_the_usual_words():
    assert [boolean(word) for word in ("1", "True", " yes", "on", "0", "false", "")] == [True] * 4 + [False] * 3


def test_words_drops_empty_items():
    assert words(" en, da,,") == ["en", "da"]
