"""Periodic jobs of the dialogue; each is idempotent: it may be cut off or done twice."""

import logging
from datetime import timedelta

from django.utils import timezone

from events.dialogue.opinions.analysing import analyse_due
from events.dialogue.privacy.forgetting import run_retention
from events.dialogue.privacy.integrity import violations
from events.dialogue.telling.digest import tell_teams
from events.dialogue.telling.news import tell_experts, tell_followers, tell_registrants
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


def tell() -> None:
    """Queue what followers and experts have not been told yet."""
    now = timezone.now()
    tell_followers(now)
    tell_experts(now)


def analyse_opinions() -> None:
    """Look for groups of opinion where something was said since."""
    analyse_due(timezone.now())


def tell_registered() -> None:
    """Queue the links into live rooms that are open."""
    tell_registrants(timezone.now())


def tell_teams_daily() -> None:
    """Mail every team what waits for it."""
    tell_teams(timezone.now())


def register_jobs() -> None:
    """Called when the app is ready."""
    register(DIALOGUE, timedelta(hours=6), forget)
    register("dialogue.tell", timedelta(minutes=10), tell)
    register("dialogue.tell_registered", timedelta(minutes=1), tell_registered)
    register("dialogue.analyse_opinions", timedelta(seconds=20), analyse_opinions)
    register("dialogue.tell_teams", timedelta(days=1), tell_teams_daily)
    register("dialogue.check", timedelta(hours=24), check)
