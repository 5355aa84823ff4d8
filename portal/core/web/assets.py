"""One stylesheet and one script for the whole portal, joined from one file per component, and pictures drawn by code.

``static/portal/css`` and ``js`` of the foundation and ``static/<app>/css`` and ``js`` of the apps hold the sources; a
page loads ``portal/bundle/portal.css`` and ``portal.js``. The staticfiles finder below offers all of them as if they
were files of an app, so that collectstatic hashes and compresses them, and tests and the development server find them
without a build step.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from rcssmin import cssmin
from rjsmin import jsmin

from portal.core.pictures import glyphs

#: Folders of static files whose styles and scripts visitors get, by the name below which they lie.
OWNERS = ("portal", "partners", "projects", "modeltext", "events", "dialogue", "search", "home")


def join_scripts(paths: Iterable[Path]) -> str:
    """All sources in strict mode; each in a scope of its own, except those named ``_…``, which the others share."""
    parts = [(path.name, jsmin(path.read_text(encoding="utf-8"))) for path in paths]
    shared = "\n".join(text for name, text in parts if name.startswith("_"))
    own = "\n".join(f"{{\n{text}\n}}" for name, text in parts if not name.startswith("_"))
    return f'(() => {{\n"use strict";\n{shared}\n{own}\n}})();\n'


def join_styles(paths: Iterable[Path]) -> str:
    """Sources in the order of their file names: tokens and plain elements first, print last."""
    text = "".join(cssmin(path.read_text(encoding="utf-8")) for path in paths)
    # What the minifier leaves: zeros before decimals, and blanks around combinators (those of sums must stay).
    text = re.sub(r"(?<![\d.])0\.(?=\d)", ".", text)
    # Quotes around plain words, and blanks around strokes and stars.
    text = re.sub(r'="([\w-]+)"\]', r"=\1]", text)
    text = re.sub(r'url\("([\w./-]+)"\)', r"url(\1)", text)
    text = re.sub(r" ([/*]) ", r"\1", text)
    return re.sub(r"[^{}@;]+\{", lambda selector: re.sub(r" ([+~]) ", r"\1", selector[0]), text) + "\n"


@dataclass(frozen=True)
class Bundle:
    """A static file that is made of others: which, and how."""

    name: str
    sources: Callable[[], list[Path]]
    text: Callable[[], str]


def source_files(suffix: str, folder: str = "") -> list[Path]:
    """The sources of one kind (``css``, ``js``) of all rooms, in the order of their file names.

    Parameters:
        folder: where they lie, if that is not named as their kind.
    """
    named = folder or suffix
    folders = (Path(app.path, "static", owner, named) for app in apps.get_app_configs() for owner in OWNERS)
    return sorted((path for folder in folders for path in folder.glob(f"*.{suffix}")), key=lambda path: path.name)


def _joined(name: str, suffix: str, join: Callable[[Iterable[Path]], str]) -> Bundle:
    def sources() -> list[Path]:
        return source_files(suffix)

    return Bundle(name, sources, lambda: join(sources()))


def _live_script() -> str:
    return "".join(jsmin(path.read_text(encoding="utf-8")) for path in source_files("js", "live"))


def _drawn(name: str, draw: Callable[[], str]) -> Bundle:
    return Bundle(name, lambda: [Path(glyphs.__file__)], draw)


#: The style sheet of all pages.
STYLES = "portal/bundle/portal.css"
BUNDLES = {
    bundle.name: bundle
    for bundle in (
        _joined(STYLES, "css", join_styles),
        _joined("portal/bundle/portal.js", "js", join_scripts),
        # For the pages of live rooms only, which poll.
        Bundle("portal/bundle/live.js", lambda: source_files("js", "live"), _live_script),
        _drawn("portal/img/elements.svg", glyphs.sprite),
        _drawn("portal/img/icon.svg", glyphs.icon),
    )
}


class BundleFinder(BaseFinder):
    """Offers the bundles to collectstatic and to ``{% static %}``'s development view."""

    def __init__(self, app_names: object = None, *args: object, **kwargs: object) -> None:
        self.storage = FileSystemStorage(location=settings.VAR_DIR / "bundles")

    def check(self, **kwargs: object) -> list[Any]:
        """Nothing can be configured wrongly."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: object) -> Any:
        """Path of the freshly made bundle ``path``, or nothing when it is another file."""
        if path not in BUNDLES:
            return []
        target = self._write(BUNDLES[path])
        return [str(target)] if find_all else str(target)

    def list(self, ignore_patterns: object) -> Iterator[tuple[str, FileSystemStorage]]:
        """All bundles with the storage that holds them."""
        for bundle in BUNDLES.values():
            self._write(bundle)
            yield bundle.name, self.storage

    def _write(self, bundle: Bundle) -> Path:
        target = Path(self.storage.path(bundle.name))
        sources = bundle.sources()
        newest = max(path.stat().st_mtime for path in (Path(__file__), *sources, *{path.parent for path in sources}))
        if not target.exists() or target.stat().st_mtime < newest:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(bundle.text(), encoding="utf-8")
        return target
