"""``make run``: first start, second start, and the end."""

import json
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.templatetags.static import static

from portal import first_start
from portal.core.users.models import User
from portal.first_start import ADMIN_NAME, create_admin
from portal.processes import Fork
from tests.live_portal import environment, get, run_portal

ROOT = Path(__file__).resolve().parents[2]


def test_first_start_needs_nothing_but_an_empty_folder(whole_portal, answers_while_filling):
    """``live_portal`` begins with kept tables and content; this is what it leaves out."""
    assert [status for status, _body in answers_while_filling.values()] == [503, 200, 503]
    assert '<section class="section" lang="is">' in answers_while_filling["fi/"][1]
    assert re.search(r"^case study: \d+ created$", whole_portal.output, re.MULTILINE)
    assert whole_portal.admin_password
    for language in ("en", "da", "nb", "sv", "fi", "is"):
        status, body = get(f"{whole_portal.url}/{language}/")
        assert status == 200
        assert f'<html lang="{language}"' in body


def test_first_start_serves_the_portal_and_its_files(live_portal):
    status, body = get(f"{live_portal.url}/en/")
    assert status == 200
    sheet = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', body)
    assert sheet, "The home page has a style sheet that is named by its content."
    with urllib.request.urlopen(live_portal.url + sheet[1], timeout=30) as answer:
        assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.django_db
def test_the_first_account_may_everything_with_a_password_that_is_kept_nowhere():
    password, account = create_admin(), User.objects.get(username=ADMIN_NAME)
    assert account.is_superuser
    assert account.check_password(password)
    assert password not in account.password


def test_first_start_prints_a_password_that_opens_the_admin(whole_portal):
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    with opener.open(f"{whole_portal.url}/admin/login/", timeout=30) as answer:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.read().decode())[1]
    form = {
        "csrfmiddlewaretoken": token,
        "username": whole_portal.admin_name,
        "password": whole_portal.admin_password,
        "next": "/admin/",
    }
    with opener.open(f"{whole_portal.url}/admin/login/", urlencode(form).encode(), timeout=30) as answer:
        assert answer.url == f"{whole_portal.url}/admin/"
        assert answer.status == 200


def test_first_start_keeps_the_password_nowhere(whole_portal):
    password = whole_portal.admin_password.encode()
    files = [path for path in whole_portal.var_dir.rglob("*") if path.is_file() and "static" not in path.parts]
    assert files
    assert [path for path in files if password in path.read_bytes()] == []


def test_commands_beside_it_write_links_that_lead_to_it(live_portal):
    elsewhere = environment(live_portal.var_dir, 1)
    del elsewhere["PORT"]
    address = "from django.conf import settings; print(settings.BASE_URL)"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", address]
    told = subprocess.run(command, cwd=ROOT, env=elsewhere, capture_output=True, text=True, check=True)

    assert told.stdout.strip() == live_portal.url


def test_worker_runs_the_periodic_jobs(live_portal):
    """The row of a job appears within seconds: the worker lives and does its rounds."""
    question = "SELECT succeeded_at FROM core_periodicrun WHERE name = 'portal.release_lost_tasks'"
    deadline = time.monotonic() + 30
    found = None
    while found is None and time.monotonic() < deadline:
        database = sqlite3.connect(live_portal.var_dir / "portal.sqlite3")
        try:
            row = database.execute(question).fetchone()
        finally:
            database.close()
        found = row and row[0]
        time.sleep(0.2)
    assert found


def test_second_start_makes_nothing_again_and_ctrl_c_ends_everything(live_portal, tmp_path):
    source = sqlite3.connect(live_portal.var_dir / "portal.sqlite3")
    copy = sqlite3.connect(tmp_path / "portal.sqlite3")
    source.backup(copy)
    source.close()
    copy.close()
    shutil.copytree(live_portal.var_dir / "static", tmp_path / "static")
    shutil.copy(live_portal.var_dir / "static.stamp", tmp_path)
    stamped = (tmp_path / "static.stamp").stat().st_mtime_ns
    with run_portal(tmp_path) as second:
        assert second.admin_password is None
        assert "initial content" not in second.output
        assert (tmp_path / "static.stamp").stat().st_mtime_ns == stamped
        children = Path(f"/proc/{second.process.pid}/task/{second.process.pid}/children").read_text().split()
        assert len(children) == 2
        second.process.send_signal(signal.SIGINT)
        assert second.process.wait(30) == 0
    assert [pid for pid in children if Path(f"/proc/{pid}").exists()] == []


def test_pages_name_the_files_that_were_collected_at_this_start(settings, tmp_path, monkeypatch):
    """The web server is a fork of the process that looked for the names before."""
    settings.STATIC_ROOT, settings.VAR_DIR = tmp_path, tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "portal.core.web.static_storage.StaticStorage"},
    }

    def collected_as(name: str) -> None:
        names = {"paths": {"æ.css": name}, "version": "1.1", "hash": name}
        (tmp_path / "staticfiles.json").write_text(json.dumps(names))

    collected_as("æ.former.css")
    assert static("æ.css").endswith("former.css")
    monkeypatch.setattr(first_start, "fork_command", lambda *command, without: Fork(collected_as, "æ.new.css"))
    collection = first_start.StaticCollection()
    collection.finish()
    assert static("æ.css").endswith("new.css")
    assert first_start.StaticCollection().process is None


def test_start_on_a_used_port_says_so_before_doing_anything(live_portal, tmp_path):
    port = int(live_portal.url.rsplit(":", 1)[1])
    done = subprocess.run(
        [sys.executable, "manage.py", "run_portal"],
        cwd=ROOT,
        env=environment(tmp_path, port),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert f"Port {port} is in use." in done.stderr
    assert not (tmp_path / "portal.sqlite3").exists()
    assert get(f"{live_portal.url}/healthz")[0] == 200


@pytest.mark.browser
def test_chromium_opens_the_live_portal_and_follows_a_link(live_portal, page):
    page.goto(f"{live_portal.url}/en/")
    page.locator("header nav a").first.click()
    page.wait_for_url(re.compile(rf"{live_portal.url}/en/[a-z-]+/"))
    assert page.locator("h1").inner_text()
