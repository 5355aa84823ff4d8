"""Fixtures of the journeys in a browser."""

import subprocess
import sys

import pytest
from playwright.sync_api import Browser

from tests.browser.editing import Editors
from tests.live_portal import ROOT, LivePortal, environment


@pytest.fixture(scope="module")
def editors(live_portal: LivePortal, browser: Browser) -> Editors:
    """Nobody yet, and whoever the tests of a file invite; invitations by the command of the portal."""

    def invite(*arguments: str) -> str:
        port = int(live_portal.url.rsplit(":", 1)[1])
        command = [sys.executable, "manage.py", "invite_editor", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=environment(live_portal.var_dir, port), check=True, capture_output=True, text=True
        )
        return done.stdout.strip().splitlines()[-1]

    return Editors(browser, live_portal.url, invite)
