"""Periodic jobs of the model text."""

import logging
from datetime import timedelta

from portal.core.operations.periodic import register
from projects.modeltext.versions import broken

logger = logging.getLogger(__name__)


def check() -> None:
    """The nightly check: every published version still has the checksum with which it was published."""
    for number in broken():
        logger.error("Model text: version %s is not what was published.", number)


def register_jobs() -> None:
    """Called when the app is ready."""
    register("modeltext.check", timedelta(hours=24), check)
