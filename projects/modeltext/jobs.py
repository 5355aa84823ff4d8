"""Periodic jobs of the model text."""

import logging
from datetime import timedelta

from django.utils import timezone

from portal.core.operations.periodic import register
from projects.modeltext.coverage import store
from projects.modeltext.versions import broken

logger = logging.getLogger(__name__)


def check() -> None:
    """The nightly check: every published version still has the checksum with which it was published."""
    for number in broken():
        logger.error("Model text: version %s is not what was published.", number)


def count_coverage() -> None:
    """Count what became of what was said, and on what the text rests."""
    store(timezone.now())


def register_jobs() -> None:
    """Called when the app is ready."""
    register("modeltext.count_coverage", timedelta(minutes=10), count_coverage)
    register("modeltext.check", timedelta(hours=24), check)
