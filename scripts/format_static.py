"""Formats style sheets and scripts by Prettier, of the version below; ``--check`` only names what is not formatted.

npm fetches Prettier once, into ``var/``. Where there is no npm nothing is checked, unless ``CI`` is set.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PRETTIER = "prettier@3.10.1"
FOLDER = Path(__file__).resolve().parents[1] / "var" / "services" / PRETTIER


def find_prettier() -> Path | None:
    """The command, fetched if it is not there; None without npm."""
    command = FOLDER / "node_modules" / ".bin" / "prettier"
    npm = shutil.which("npm")
    if command.exists() or not npm:
        return command if command.exists() else None
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "package.json").write_text('{"private": true}')
    install = [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", PRETTIER]
    subprocess.run(install, cwd=FOLDER, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    return command


def main(*arguments: str) -> int:
    """Format or check all of ours; returns the exit code."""
    command = find_prettier()
    if command is None:
        sys.stdout.write("npm is not installed: style sheets and scripts were not looked at.\n")
        return 1 if os.environ.get("CI") else 0
    listed = subprocess.check_output(["git", "ls-files", "*.css", "*.js"], text=True).split()  # noqa: S607
    ours = [name for name in listed if Path(name).exists()]
    how = "--check" if "--check" in arguments else "--write"
    return subprocess.run([command, how, "--log-level=warn", *ours], check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
