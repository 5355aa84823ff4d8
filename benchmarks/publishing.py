"""What does it cost to publish a case study with six versions, and when does the search find it?

    VAR_DIR=… python benchmarks/publishing.py [--processes 5] [--later 5] [--slug omastadi-helsinki]

Works in a copy of the SQLite database of ``VAR_DIR``, which has to hold the initial content. Loads the portal as
gunicorn does before it forks, then forks processes that each publish the original through the form of the admin,
filled in by another process: CPU milliseconds of the first request of a process and of later ones, and statements.
Then starts a worker and publishes a made-up word in the title: seconds until the search finds it (on a machine that
does nothing else), first with a worker that has just started.
"""

import argparse
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
_FOLDER = tempfile.TemporaryDirectory(prefix="portal-publishing-")
_FROM = Path(os.environ.get("VAR_DIR") or ROOT / "var")
with closing(sqlite3.connect(_FROM / "portal.sqlite3")) as _source:
    _source.execute("VACUUM INTO ?", [f"{_FOLDER.name}/portal.sqlite3"])
sys.path.insert(0, str(ROOT))
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "portal.settings.test",
    "DATABASE_URL": f"sqlite:///{_FOLDER.name}/portal.sqlite3",
    "LOG_LEVEL": "ERROR",
}
subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity=0"], cwd=ROOT, check=True)

# ruff: noqa: E402 (which database is said first)
from portal.wsgi import django_application  # isort: skip (Django is set up by it)

from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page
from wagtail_localize.models import TranslationSource

from benchmarks.cache_speed import Server
from portal.core.users.models import User
from portal.server import when_ready
from projects.models import CaseStudyPage
from search.models import SearchDocument
from tests.portal.editing.admin_forms import page_form

#: Seconds after which the search is taken not to find anything.
PATIENCE = 60


class Editor:
    """Somebody of the secretariat at the form of one case study."""

    def __init__(self, case: CaseStudyPage) -> None:
        self.client = Client()
        self.client.force_login(User.objects.get(username="benchmark"))
        self.address = reverse("wagtailadmin_pages:edit", args=[case.pk])

    def fill_in(self, title: str) -> dict[str, str]:
        """What a browser would send."""
        return page_form(self.client, self.address, title=title, **{"action-publish": "1"})

    def publish(self, data: dict[str, str]) -> float:
        """Send the form; returns milliseconds of CPU."""
        start = time.process_time()
        answer = self.client.post(self.address, data)
        spent = time.process_time() - start
        if answer.status_code != 302:
            sys.exit(f"The form was refused ({answer.status_code}).")
        return spent * 1000


def in_process(action: Callable[..., Any], *arguments: object) -> Any:
    """What ``action`` returns in a process that is forked now, as gunicorn forks its workers."""
    connections.close_all()
    with get_context("fork").Pool(1) as pool:
        return pool.apply(action, arguments)


def fill_in(case: CaseStudyPage, title: str) -> dict[str, str]:
    """The form as somebody fills it in."""
    return Editor(case).fill_in(title)


def publish(case: CaseStudyPage, data: dict[str, str], later: int) -> tuple[list[float], int]:
    """Publish once as the first thing of this process, then again; times of all, and the statements of the last."""
    editor = Editor(case)
    times = [editor.publish(data)]
    times += [editor.publish(editor.fill_in(f"{case.title} again {number}")) for number in range(later)]
    with CaptureQueriesContext(connection) as queries:
        editor.publish(editor.fill_in(f"{case.title} once more"))
    return times, len(queries)


def seconds_until_found(case: CaseStudyPage, word: str) -> float:
    """Publish ``word`` in the title and look for it as the search does, by its documents."""
    editor = Editor(case)
    data = editor.fill_in(word)
    start = time.monotonic()
    editor.publish(data)
    while not SearchDocument.objects.filter(page_id=case.pk, title=word).exists():
        if time.monotonic() - start > PATIENCE:
            sys.exit("The search did not find it.")
        time.sleep(0.05)
    return time.monotonic() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--processes", type=int, default=5)
    parser.add_argument("--later", type=int, default=5)
    parser.add_argument("--slug", default="omastadi-helsinki")
    options = parser.parse_args()
    User.objects.create_superuser("benchmark", "benchmark@example.org", "benchmark")
    key = CaseStudyPage.objects.get(slug=options.slug, locale__language_code="en").translation_key
    case = CaseStudyPage.objects.get(translation_key=key, locale=TranslationSource.objects.get(object_id=key).locale)
    versions = Page.objects.filter(translation_key=case.translation_key, live=True).count()
    when_ready(django_application)
    first, later, statements = list[float](), list[float](), 0
    for number in range(options.processes):
        data = in_process(fill_in, case, f"{case.title} {number}")
        (one, *others), statements = in_process(publish, case, data, options.later)
        first.append(one)
        later += others
    print(f"One of {versions} versions published, {statements} statements; milliseconds of CPU:")
    print(f"first of a process {statistics.median(first):5.0f}\nlater {statistics.median(later):18.0f}")
    worker = subprocess.Popen([sys.executable, "manage.py", "run_worker"], cwd=ROOT)
    try:
        for name in ("a worker that has just started", "a worker that runs"):
            before = Server(0, worker.pid).cpu()
            seconds = seconds_until_found(case, f"Wintersnow by {name}")
            print(f"found after {seconds:.1f} s and {Server(0, worker.pid).cpu() - before:.1f} s of CPU of {name}")
            # What else follows from it is done before the next one is published.
            until = time.monotonic() + PATIENCE
            while DBTaskResult.objects.filter(priority__gt=0, finished_at=None).exists() and time.monotonic() < until:
                time.sleep(0.1)
    finally:
        worker.terminate()
        worker.wait(30)


if __name__ == "__main__":
    main()
