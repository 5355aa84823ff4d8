"""From an invitation to a reviewed translation, as new editors do it, and the accessibility of their pages."""

import subprocess
import sys
import time
from itertools import count

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.editing import Editors, row_of
from tests.live_portal import ROOT, LivePortal, environment

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("live")]
_numbers = count(1)
#: Own pages of the admin that need nothing but a login.
OWN_PAGES = (
    "",
    "pages-and-languages/",
    "tell-a-case/problem/",
    "tell-a-case/elements/",
    "teams/",
    "reports/links/",
    "reports/coverage/",
    "guide/",
)
WAGTAILS_PAGES = ("account/", "pages/", "reports/site-history/")


@pytest.fixture
def editors(live_portal: LivePortal, browser: Browser) -> Editors:
    """Nobody yet; invitations by the command of the portal."""

    def invite(*arguments: str) -> str:
        port = int(live_portal.url.rsplit(":", 1)[1])
        command = [sys.executable, "manage.py", "invite_editor", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=environment(live_portal.var_dir, port), check=True, capture_output=True, text=True
        )
        return done.stdout.strip().splitlines()[-1]

    return Editors(browser, live_portal.url, invite)


def test_from_invitation_to_one_outdated_sentence(editors: Editors):
    number = f"{int(time.time())}-{next(_numbers)}"
    author, reviewer, translator = (f"{who}-{number}" for who in ("author", "reviewer", "translator"))
    editors.accept_invitation(author, "--organisation", "demos-helsinki")
    editors.accept_invitation(reviewer, "--secretariat")
    editors.accept_invitation(translator, "--organisation", "demos-helsinki", "--language", "fi")
    case = editors.tell_case(author, f"Buses on time {number}")
    editors.submit(author, case)
    editors.review(reviewer, case, "reject", "Please say who paid for it.")
    assert "Please say who paid for it." in editors.admin(author).locator("main").inner_text()
    editors.submit(author, case)
    editors.review(reviewer, case, "approve")
    assert editors.pages[author].request.get(f"{editors.url}/en/projects/buses-on-time-{number}/").status == 200
    editors.translate(translator, case, "Suomi")
    translation = int(editors.pages[translator].url.split("/desk/")[1].strip("/"))
    editors.approve_translation(reviewer, translation)
    assert editors.pages[author].request.get(f"{editors.url}/fi/projects/buses-on-time-{number}/").status == 200
    editors.change_summary(reviewer, case, "Buses on the island are punctual now.")
    finnish = row_of(editors.admin(reviewer, f"languages/{case}/"), "Finnish")
    assert finnish.locator("td").nth(0).inner_text() == "Outdated"
    assert finnish.locator("td").nth(1).inner_text() == "1 sentence outdated"


def violations(page: Page) -> dict[str, str]:
    """What axe finds, by rule, with the first place."""
    found = Axe().run(page).response["violations"]
    return {violation["id"]: str(violation["nodes"][0]["html"]) for violation in found}


def test_own_pages_have_no_fault_that_wagtails_pages_do_not_have(editors: Editors):
    who = f"reader-{int(time.time())}-{next(_numbers)}"
    editors.accept_invitation(who, "--secretariat")
    known: set[str] = set()
    for path in WAGTAILS_PAGES:
        known |= violations(editors.admin(who, path)).keys()
    for path in OWN_PAGES:
        page = editors.admin(who, path)
        own = {rule: place for rule, place in violations(page).items() if rule not in known}
        assert own == {}, page.url
