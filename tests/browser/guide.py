"""Takes the pictures of the editors' guide: ``make guide``.

Starts a portal of its own in a temporary folder and walks through what the guide describes.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.browser.editing import Editors
from tests.live_portal import ROOT, environment, run_fresh_portal
from tests.services.chromium import find_chromium

TARGET = ROOT / "portal" / "static" / "portal" / "guide"
WANTED = set(re.findall(r"\]\(([a-z-]+)\)", (ROOT / "portal" / "guide" / "en.md").read_text(encoding="utf-8")))


def take(page: Page, name: str) -> None:
    """Keep what the browser shows under ``name``, if the guide wants it and has not got it yet; in few colours."""
    path = TARGET / f"{name}.png"
    if name in WANTED and name not in taken:
        page.screenshot(path=path)
        Image.open(path).convert("RGB").quantize(64).save(path, optimize=True)
        taken.add(name)


taken: set[str] = set()


def main() -> int:
    """Walk through the guide; fails if it did not come by everything that the guide shows."""
    django.setup()
    TARGET.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        run_fresh_portal(Path(folder)) as portal,
        sync_playwright() as playwright,
    ):
        port = int(portal.url.rsplit(":", 1)[1])

        def invite(*arguments: str) -> str:
            command = [sys.executable, "manage.py", "invite_editor", *arguments]
            done = subprocess.run(
                command, cwd=ROOT, env=environment(portal.var_dir, port), check=True, capture_output=True, text=True
            )
            return done.stdout.strip().splitlines()[-1]

        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        editors = Editors(browser, portal.url, invite, take)
        editors.accept_invitation("anna", "--organisation", "demos-helsinki")
        editors.accept_invitation("olli", "--secretariat")
        case = editors.tell_case("anna", "Buses on time")
        editors.submit("anna", case)
        editors.review("olli", case, "approve")
        editors.translate("anna", case, "Finnish")
        translation = int(editors.pages["anna"].url.split("/desk/")[1].strip("/"))
        editors.approve_translation("olli", translation)
        browser.close()
    missing = WANTED - taken
    said = f"; missing: {', '.join(sorted(missing))}" if missing else ""
    print(f"{len(taken)} pictures in {TARGET.relative_to(ROOT)}{said}")  # noqa: T201 (a command's answer)
    return bool(missing)


if __name__ == "__main__":
    sys.exit(main())
