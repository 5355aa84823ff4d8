"""Scheduled publishing: pages whose time has come, but that do not pass the gates."""

import logging

from django.urls import reverse
from django.utils.translation import override
from wagtail.log_actions import log
from wagtail.models import Revision

from portal.core.mail.sending import language_of, mail_editor
from portal.core.types import AnyUser
from portal.editing.publication import gates

logger = logging.getLogger(__name__)
#: What Wagtail's command logs when it publishes.
ACTION = "wagtail.publish.scheduled"


def scheduled_guard(revision: Revision, user: AnyUser | None, log_action: object) -> bool:
    """Let everything pass but what Wagtail publishes at a chosen time and the gates hold back.

    What people publish passes the gates in ``publication.patches``; what the portal publishes by itself (an import,
    facts passed on to translations) has passed them before.
    """
    return not (user is None and log_action == ACTION and hold_back(revision))


def hold_back(revision: Revision) -> bool:
    """Take ``revision`` off the schedule if its page may not be published, and tell who saved it.

    Returns:
        Whether it was held back. A link that broke since the time was chosen does that, for example.
    """
    page, user = revision.as_object(), revision.user
    with override(language_of(user) if user else None):
        try:
            gates.check(page)
        except gates.NotReadyError as error:
            found = [problem.message for problem in error.problems]
        else:
            return False
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    log(page, "portal.hold_back", data={"problems": found})
    logger.warning("Page %s was to be published now, but does not pass the checks", page.pk)
    if user:
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        mail_editor(user, "editing/mail/held_back", title=page.get_admin_display_title(), problems=found, edit=edit)
    return True
