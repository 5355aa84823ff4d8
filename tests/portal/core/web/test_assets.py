"""One stylesheet, one script, small fonts: what every page loads."""

import gzip
import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from portal.core.web import assets
from portal.core.web.assets import BUNDLES

FONTS = settings.BASE_DIR / "portal" / "core" / "static" / "portal" / "fonts"
KIB = 1024


def packed(data: bytes) -> int:
    return len(gzip.compress(data, 9))


def test_bundles_hold_every_source_once():
    css = BUNDLES["portal/bundle/portal.css"]
    text = css.text()

    rooms = ("portal", "partners", "projects", "events", "search", "home")
    everywhere = {path for room in rooms for path in (settings.BASE_DIR / room).glob("**/static/*/css/*.css")}
    assert set(css.sources()) == everywhere
    assert [path.name for path in css.sources()] == sorted(path.name for path in everywhere)
    assert text.count("@font-face") == 3
    assert text.index(":root{") < text.index(".button{") < text.index("@media print")
    assert "/*" not in text


def test_scripts_share_only_what_is_named_so():
    text = BUNDLES["portal/bundle/portal.js"].text()

    assert text.startswith('(() => {\n"use strict";\nconst ready=')
    assert text.count("const ready=") == 1
    assert "/*" not in text
    assert text.endswith("}\n})();\n")


def test_bundle_finder_serves_the_bundles_and_nothing_else():
    found = finders.find("portal/bundle/portal.js")

    assert Path(found).read_text() == BUNDLES["portal/bundle/portal.js"].text()
    assert finders.find("portal/bundle/other.js") is None
    assert finders.find("portal/img/elements.svg") is not None


def test_bundle_finder_writes_anew_when_a_source_changes(tmp_path, monkeypatch, settings):
    settings.VAR_DIR = tmp_path
    (tmp_path / "css").mkdir()
    source = tmp_path / "css" / "a.css"
    source.write_text("a { color: red; }")
    monkeypatch.setattr(assets, "source_files", lambda suffix: sorted((tmp_path / suffix).iterdir()))
    finder = assets.BundleFinder()
    first = Path(finder.find("portal/bundle/portal.css")).read_text()
    (tmp_path / "css" / "b.css").write_text("b { color: blue; }")
    later = finder.storage.path("portal/bundle/portal.css")
    os.utime(later, (1, 1))

    assert first == "a{color:red}\n"
    assert Path(finder.find("portal/bundle/portal.css")).read_text() == "a{color:red}b{color:blue}\n"


@pytest.mark.parametrize(
    ("name", "most"), [("portal/bundle/portal.css", 8), ("portal/bundle/portal.js", 5), ("portal/bundle/live.js", 4)]
)
def test_bundles_stay_within_their_budget(name, most):
    assert packed(BUNDLES[name].text().encode()) <= most * KIB


def test_font_that_every_page_loads_stays_within_its_budget():
    assert (FONTS / "familjen-nordic.woff2").stat().st_size <= 12 * KIB
    assert (FONTS / "familjen-sami.woff2").stat().st_size <= 2 * KIB


def test_stylesheet_loads_nothing_from_elsewhere():
    addresses = re.findall(r"url\(\"?([^\")]+)", BUNDLES["portal/bundle/portal.css"].text())

    assert addresses == ["../fonts/familjen-nordic.woff2", "../fonts/familjen-sami.woff2"]


def test_favicon_is_found_where_programs_guess_it(client):
    response = client.get("/favicon.ico")

    assert response.status_code == 302
    assert finders.find(response["Location"].removeprefix("/static/"))
