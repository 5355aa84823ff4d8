"""Has every publication by a person pass the gates: the editor, its API and bulk actions each go their own way.

All of them end in Wagtail's action, which knows no hook that could refuse. Delete this module when it does.
"""

from typing import Any

from wagtail.actions.publish_page_revision import PublishPageRevisionAction

from portal.editing import gates
from portal.models import BasePage

_check_permission = PublishPageRevisionAction.check


def connect() -> None:
    """Called when the app is ready."""
    PublishPageRevisionAction.check = check  # type: ignore[method-assign]


def check(action: PublishPageRevisionAction, skip_permission_checks: bool = False) -> None:
    """As Wagtail's, then the gates. What the portal publishes by itself has passed them before.

    Raises:
        NotReadyError: the page does not pass.
    """
    _check_permission(action, skip_permission_checks)
    page: Any = action.object
    if action.user is not None and isinstance(page, BasePage):
        gates.check(page)
