"""Patches of Wagtail's publish action: every publication by a person passes the gates, and what it changed is noted.

All of them end in Wagtail's action, which knows no hook that could refuse. Delete this module when it does.
"""

from typing import Any

from django.db import transaction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction

from portal.core.hooks.bulk import is_bulk_change
from portal.core.models import BasePage
from portal.core.pages import published
from portal.editing.publication import gates

_check_permission, _execute = PublishPageRevisionAction.check, PublishPageRevisionAction.execute


def apply_patches() -> None:
    """Have every publication of Wagtail pass the gates; called when the app is ready."""
    PublishPageRevisionAction.check = check
    PublishPageRevisionAction.execute = execute


def check(action: PublishPageRevisionAction, skip_permission_checks: bool = False) -> None:
    """As Wagtail's, then the gates. What the portal publishes by itself has passed them before.

    Raises:
        NotReadyError: the page does not pass.
    """
    _check_permission(action, skip_permission_checks)
    page: Any = action.object
    if action.user is not None and isinstance(page, BasePage):
        gates.check(page)


def execute(action: PublishPageRevisionAction, skip_permission_checks: bool = False) -> None:
    """As Wagtail's; then what visitors read anew is noted, but for an import, which knows its own dates.

    All of it is one transaction, so that what a gate locks stays as the gate has seen it.
    """
    page: Any = action.object
    before = page.live_revision.content if page.live_revision_id else None
    with transaction.atomic():
        _execute(action, skip_permission_checks=skip_permission_checks)
        if isinstance(page, BasePage) and not is_bulk_change():
            published.note_publication(page.pk, action.revision, before)
