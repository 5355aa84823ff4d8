"""Publication gate of event pages: nobody's words are shown without approval."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from events.dialogue.enums import ApprovalState
from events.dialogue.models import StatementApproval
from events.dialogue.statements.blocks import statements_of
from events.models import EventPage
from events.publishing import is_translation
from portal.editing.publication.problems import Problem


def approval_gate(page: EventPage) -> Iterator[Problem]:
    """Each statement with a text is approved in this wording; a translation follows its original."""
    said = [(key, statement) for key, statement in statements_of(page) if statement.text.strip()]
    if not said or is_translation(page):
        return
    approved = dict(
        StatementApproval.objects.filter(
            event__translation_key=page.translation_key, state=ApprovalState.APPROVED
        ).values_list("block_key", "approved_sha256")
    )
    for key, statement in said:
        if approved.get(key) != statement.sha256:
            yield Problem(
                _(
                    "%(name)s has not approved the comment statement as it stands here. Save a draft, and ask for "
                    "approval at the desk of the event."
                )
                % {"name": statement.name},
                "statements",
            )
