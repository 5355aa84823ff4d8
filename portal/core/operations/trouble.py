"""Health status of a part of the portal: found by one process, said in the log once, and told by ``/readyz``."""

import logging
from datetime import datetime

from portal.core.models import Trouble

logger = logging.getLogger(__name__)


def note_trouble(part: str, words: str, now: datetime) -> None:
    """Remember that ``part`` does not work; the log says it when it begins and when it changes."""
    row, created = Trouble.objects.get_or_create(part=part, defaults={"words": words, "since": now, "seen_at": now})
    if created or row.words != words:
        logger.error("Trouble with the %s: %s", part, words)
    if not created:
        Trouble.objects.filter(part=part).update(words=words, seen_at=now)


def note_mended(part: str) -> None:
    """Forget the trouble with ``part``: it works."""
    if Trouble.objects.filter(part=part).delete()[0]:
        logger.warning("The trouble with the %s is over", part)


def describe_trouble(part: str) -> str:
    """``ok``, or what is wrong and since when."""
    row = Trouble.objects.filter(part=part).first()
    return f"{row.words}, since {row.since:%Y-%m-%dT%H:%MZ}" if row else "ok"
