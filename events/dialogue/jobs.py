"""Periodic jobs of the dialogue; each is idempotent: it may be cut off or done twice."""

import logging
from datetime import timedelta

from django.utils import timezone

from events.dialogue.privacy.forgetting import run_retention
from events.dialogue.privacy.integrity import violations
from portal.core.operations.periodic import register
from portal.core.operations.retention import DIALOGUE

logger = logging.getLogger(__name__)


def forget() -> None:
    """Delete what people gave and whose period is over."""
    logger.info("Rows of the dialogue deleted or emptied: %d", run_retention(timezone.now()).total)


def check() -> None:
    """The nightly integrity check; an error in the log for each violation."""
    for violation in violations(timezone.now()):
        logger.error("Dialogue: %s", violation)


def register_jobs() -> None:
    """Called when the app is ready."""
    register(DIALOGUE, timedelta(hours=6), forget)
    register("dialogue.check", timedelta(hours=24), check)
