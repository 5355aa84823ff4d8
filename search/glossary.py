"""The glossary as the search uses it: kept for a while by every process, read anew when it changes."""

import time

from projects.models import GlossaryEntry
from search.concepts import Concepts

#: Seconds for which a process keeps the glossary. Its own changes it sees at once.
KEEP_SECONDS = 30
_kept: tuple[float, Concepts] | None = None


def read_glossary() -> Concepts:
    """The glossary as it is stored now, and the everyday words."""
    return Concepts(
        (entry.concept.slug, entry.language, label)
        for entry in GlossaryEntry.objects.select_related("concept")
        for label in entry.words
    )


def glossary() -> Concepts:
    """The glossary, at most ``KEEP_SECONDS`` old."""
    global _kept  # noqa: PLW0603 (one per process, read far more often than written)
    if _kept is None or time.monotonic() - _kept[0] > KEEP_SECONDS:
        _kept = time.monotonic(), read_glossary()
    return _kept[1]


def forget_glossary() -> None:
    """Read the glossary anew next time; called when it changes."""
    global _kept  # noqa: PLW0603
    _kept = None
