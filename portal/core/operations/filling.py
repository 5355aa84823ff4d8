"""First content load: how far it is, in a file that lies there as long as it is under way.

``make run`` serves from the beginning and loads the initial content beside it. Whoever opens the portal meanwhile reads
how far it is. The file is there before the web server starts: a server that starts without it never looks for it.
"""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Filling:
    """How many records of all are loaded."""

    done: int
    total: int


def file() -> Path:
    """Where it is said."""
    return Path(settings.VAR_DIR) / "filling"


def note(done: int, total: int) -> None:
    """Say how far it is; readers never see half of it."""
    fresh = file().with_suffix(".new")
    fresh.write_text(f"{done} {total}")
    fresh.replace(file())


def under_way() -> Filling | None:
    """How far it is; None if nothing is being loaded."""
    try:
        done, total = file().read_text().split()
    except FileNotFoundError:
        return None
    return Filling(int(done), int(total))


def end() -> None:
    """From now on the portal is what it shows; also after a first start that was broken off."""
    file().unlink(missing_ok=True)
