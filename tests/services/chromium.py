"""The installed Chromium; Playwright starts it, so here it is only found."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from tests.services.service import Service, Unavailable

NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str:
    """Path of the browser; the variable ``CHROMIUM`` wins.

    Raises:
        Unavailable: none is installed.
    """
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        raise Unavailable("Chromium is not installed (Debian: apt-get install chromium)")
    return found


@contextmanager
def chromium() -> Iterator[Service]:
    """The browser's path and version.

    Raises:
        Unavailable: none is installed.
    """
    path = find_chromium()
    answer = subprocess.run([path, "--version"], capture_output=True, text=True, check=True, timeout=60)
    version = answer.stdout.split()[1]
    yield Service("Chromium", version, {"CHROMIUM": path})
