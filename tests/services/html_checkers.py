"""The Nu Html Checker and html-validate, which npm brings; the first one runs on Java.

Not a service that runs, but a thing that a machine has or has not, like the browser.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services.elasticsearch_node import find_java
from tests.services.service import Service, Unavailable

FOLDER = Path(__file__).resolve().parents[2] / "var" / "services" / "html"
PACKAGES = ("vnu-jar@26.9.27", "html-validate@10.17.0")
#: html-validate's recommended rules without those about the look of the source.
RULES = {
    "extends": ["html-validate:recommended"],
    "root": True,
    "rules": {
        "no-trailing-whitespace": "off",
        "attr-quotes": "off",
        "void-style": "off",
        "doctype-style": "off",
        "long-title": "off",
    },
}


def install() -> Path:
    """Folder of the two checkers; npm fetches them once.

    Raises:
        Unavailable: npm is not installed or could not get them.
    """
    if all((FOLDER / "node_modules" / name.split("@")[0]).exists() for name in PACKAGES):
        return FOLDER
    npm = shutil.which("npm")
    if not npm:
        raise Unavailable("npm is not installed (Debian: apt-get install npm)")
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "package.json").write_text('{"private": true}')
    command = [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *PACKAGES]
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise Unavailable(f"npm could not fetch the HTML checkers:\n{done.stderr[-2000:]}")
    return FOLDER


@contextmanager
def html_checkers() -> Iterator[Service]:
    """Both checkers, ready to run.

    Raises:
        Unavailable: Java or npm is missing.
    """
    find_java()
    folder = install()
    yield Service("HTML checkers", ", ".join(PACKAGES), {"HTML_CHECKERS": str(folder)})


def findings(files: list[Path]) -> list[str]:
    """What the checkers have to say about HTML files, errors and warnings alike; one line each."""
    folder = Path(os.environ["HTML_CHECKERS"])
    jar = folder / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    # (The first compiler alone: the second pays after minutes. Its code for the schema needs more than a usual stack.)
    quick = ["-Xss4m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
    command = [find_java(), *quick, "-jar", jar, "--stdout", "--exit-zero-always", "--format", "json", *files]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    lines = [
        f"{Path(message.get('url', '')).name}:{message.get('lastLine', '')}: {message['message']}"
        for message in json.loads(answer.stdout)["messages"]
    ]
    rules = files[0].parent / ".htmlvalidate.json"
    rules.write_text(json.dumps(RULES))
    command = [folder / "node_modules" / ".bin" / "html-validate", "--formatter", "json", *files]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, cwd=files[0].parent)
    for result in json.loads(answer.stdout):
        name = Path(result["filePath"]).name
        lines += [f"{name}:{one['line']}: {one['ruleId']}: {one['message']}" for one in result["messages"]]
    return lines
