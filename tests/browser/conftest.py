"""Fixtures of the journeys in a browser."""

import subprocess
import sys
import time

import pytest
from playwright.sync_api import Browser

from tests.browser.editing import Editors
from tests.live_portal import ROOT, LivePortal, environment


@pytest.fixture(scope="session")
def editors(live_portal: LivePortal, browser: Browser) -> Editors:
    """Nobody yet, and whoever the tests invite; invitations by the command of the portal."""

    def invite(*arguments: str) -> str:
        port = int(live_portal.url.rsplit(":", 1)[1])
        command = [sys.executable, "manage.py", "invite_editor", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=environment(live_portal.var_dir, port), check=True, capture_output=True, text=True
        )
        return done.stdout.strip().splitlines()[-1]

    return Editors(browser, live_portal.url, invite)


@pytest.fixture(scope="session")
def secretaries(editors: Editors) -> tuple[str, str]:
    """Two people of the secretariat, the second with a Danish admin."""
    number = int(time.time())
    names = (f"anna-{number}", f"bo-{number}")
    editors.accept_invitation(names[0], "--secretariat")
    editors.accept_invitation(names[1], "--secretariat", "--language", "da")
    return names


@pytest.fixture
def two(editors: Editors, secretaries: tuple[str, str]) -> tuple[str, str]:
    """``secretaries`` in browsers of their own that know nothing of the tests before."""
    for who in secretaries:
        editors.forget(who)
    return secretaries
