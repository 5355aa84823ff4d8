"""Takes the pictures of the guides, for editors in all its languages and for facilitators: ``make guide``.

Starts a portal of its own in a temporary folder and does what the guides describe, for editors once in each language.
``python -m tests.browser.guide facilitators`` takes those of one guide, ``editors fi is`` of the languages named.
"""

import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from portal.editing.guide.chapters import FOLDER
from tests.browser.editing import DANISH, ENGLISH, FINNISH, ICELANDIC, NORWEGIAN, SWEDISH, Editors, Story
from tests.browser.workshop import Workshop
from tests.live_portal import ROOT, LivePortal, environment, run_fresh_portal
from tests.services.chromium import find_chromium

TARGET = ROOT / "portal" / "editing" / "static" / "editing" / "guide"
FACILITATORS, FACILITATORS_TARGET = ROOT / "docs" / "facilitators.md", ROOT / "docs" / "images" / "facilitators"
#: Largest picture in bytes, of the guide for editors with its six languages and of the other one.
LARGEST, LARGEST_FACILITATORS = 40_000, 60_000
#: Not wider than what can be read in the guide, where pictures are as wide as its text.
VIEWPORT = ViewportSize(width=1024, height=720)


@dataclass(frozen=True)
class Walk:
    """One language of the guide: who tells what, how its translation into the first other language reads, who comes."""

    language: str
    organisation: str
    story: Story
    translation: str = "Sentence {}. The buses come on time."
    people: tuple[str, ...] = ("Åse Ødegård", "Þór Dæmi", "Aino Mäkelä")

    @property
    def wanted(self) -> set[str]:
        """Pictures that the guide shows."""
        text = (FOLDER / f"{self.language}.md").read_text(encoding="utf-8")
        return set(re.findall(rf"guide/{self.language}/([a-z-]+)\.png\)", text))


WALKS = (
    Walk("en", "demos-helsinki", ENGLISH, "Oversættelse {}. Busserne kommer til tiden."),
    Walk("da", "danish-design-center", DANISH),
    Walk("nb", "doga", NORWEGIAN),
    Walk("sv", "nordic-innovation", SWEDISH),
    Walk("fi", "demos-helsinki", FINNISH),
    Walk("is", "iceland-design-and-architecture", ICELANDIC),
)


class Album:
    """Keeps in a folder what the browser shows, if the guide wants it and has not got it yet."""

    def __init__(self, folder: Path, wanted: set[str], largest: int) -> None:
        self.folder, self.wanted, self.largest, self.taken = folder, wanted, largest, set[str]()
        self.folder.mkdir(parents=True, exist_ok=True)

    @property
    def missing(self) -> list[str]:
        """What the guide wants and has not got."""
        return sorted(f"{self.folder.name}/{name}" for name in self.wanted - self.taken)

    def take(self, page: Page, name: str) -> None:
        """Keep the picture ``name`` in few colours, and in still fewer while it is too large."""
        if name not in self.wanted - self.taken:
            return
        path = self.folder / f"{name}.png"
        page.screenshot(path=path)
        shot = Image.open(path).convert("RGB")
        for colours in (64, 32, 16):
            shot.quantize(colours).save(path, optimize=True)
            if path.stat().st_size <= self.largest:
                break
        self.taken.add(name)


def walk_through(walk: Walk, album: Album, browser: Browser, portal: LivePortal) -> None:
    """Do what the guide describes; pages are taken on the way."""

    def manage(*arguments: str) -> str:
        port = int(portal.url.rsplit(":", 1)[1])
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=environment(portal.var_dir, port), check=True, capture_output=True, text=True
        )
        return done.stdout.strip().splitlines()[-1]

    def invite(*arguments: str) -> str:
        return manage("invite_editor", *arguments, "--language", walk.language)

    editors = Editors(browser, portal.url, invite, album.take, viewport=VIEWPORT)
    author, reviewer = f"anna.{walk.language}", f"olli.{walk.language}"
    editors.accept_invitation(author, "--organisation", walk.organisation)
    editors.accept_invitation(reviewer, "--secretariat")
    case = editors.tell_case(author, walk.story)
    editors.submit(author, case)
    album.take(editors.admin(reviewer), "dashboard")
    editors.review(reviewer, case, "approve")
    editors.wait_until_public(author, case)
    editors.translate(author, case, "", walk.translation)
    editors.begin_event(author, walk.story)
    # The latest event stands first in the list.
    manage("demo_event", "--slug", f"guide-{walk.language}", "--days", str(40 + WALKS.index(walk)))
    editors.stand_at_the_door(reviewer, walk.people)
    for who in (author, reviewer):
        editors.forget(who)


def facilitators_pictures() -> set[str]:
    """Pictures that the guide for facilitators shows."""
    return set(re.findall(r"images/facilitators/([a-z-]+)\.png\)", FACILITATORS.read_text(encoding="utf-8")))


def main(guides: list[str]) -> int:
    """Walk through the guides; fails if it did not come by everything that they show."""
    albums: list[Album] = []
    named = [walk for walk in WALKS if walk.language in guides]
    with (
        tempfile.TemporaryDirectory() as folder,
        run_fresh_portal(Path(folder)) as portal,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        for walk in (named or WALKS) if "editors" in guides else ():
            albums.append(Album(TARGET / walk.language, walk.wanted, LARGEST))
            walk_through(walk, albums[-1], browser, portal)
        if "facilitators" in guides:
            albums.append(Album(FACILITATORS_TARGET, facilitators_pictures(), LARGEST_FACILITATORS))
            Workshop(browser, portal, albums[-1].take).lead()
        browser.close()
    for album in albums:
        print(f"{len(album.taken)} pictures in {album.folder.relative_to(ROOT)}")  # noqa: T201 (its answer)
    missing = [name for album in albums for name in album.missing]
    if missing:
        print(f"Missing: {', '.join(missing)}")  # noqa: T201
    return bool(missing)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["editors", "facilitators"]))
