"""Keeps out of the repository what does not belong there: packages, databases, archives, files of half a megabyte.

A message catalogue may grow larger: it is text, has one entry for each message, and tools expect it in one file.
"""

import subprocess
import sys
from pathlib import Path

MOST_BYTES = 512 * 1024
CATALOGUE = ".po"
MADE_ELSEWHERE = {
    ".whl",
    ".zip",
    ".gz",
    ".tgz",
    ".tar",
    ".jar",
    ".sqlite3",
    ".db",
    ".pyc",
    ".mo",
    ".log",
    ".pem",
    ".key",
}
#: What is larger all the same, and why.
REASONS = {
    "search/lexicon/wikdict.lexicon.xz": "240,000 words in translation, so that a new clone searches across languages",
}


def find_strays(paths: list[Path]) -> list[str]:
    """A sentence for each file of ``paths`` that does not belong into the repository."""
    strays = [f"{path}: made elsewhere, not kept here" for path in paths if path.suffix in MADE_ELSEWHERE]
    looked_at = [path for path in paths if path.suffix != CATALOGUE and str(path) not in REASONS]
    large = [path for path in looked_at if path.is_file() and path.stat().st_size > MOST_BYTES]
    return strays + [f"{path}: larger than {MOST_BYTES // 1024} KiB" for path in large]


def main() -> int:
    """Look at everything that git keeps; returns the exit code."""
    command = ["git", "ls-files", "-z"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
    strays = find_strays([Path(name) for name in listed.split("\0") if name])
    sys.stdout.write("".join(f"{stray}\n" for stray in strays))
    return 1 if strays else 0


if __name__ == "__main__":
    sys.exit(main())
