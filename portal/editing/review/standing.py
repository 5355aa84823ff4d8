"""Workflow state of a page in words: what became of it, who has it, and since when."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowState

from portal.core.types import AnyUser

#: States of a review that is not decided for good.
SUBMITTED = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)


@dataclass(frozen=True)
class Standing:
    """How things stand with one page, for one reader."""

    #: The state in words, with the class of its colour (``portal-state--…``).
    state: str
    colour: str
    #: What somebody does about it who finds it in a list.
    action: str
    since: datetime | None
    #: Whoever brought it there.
    who: str = ""
    #: What the reviewer wrote when it was returned.
    comment: str = ""


def of_review(state: WorkflowState, *, for_me: bool) -> Standing:
    """A page that was submitted.

    Parameters:
        state: with its ``current_task_state``.
        for_me: whether the reader may decide.
    """
    task = state.current_task_state
    if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        who = name_of(task.finished_by)
        return Standing(_("Returned"), "outdated", _("Mend"), task.finished_at, who, task.comment)
    who = name_of(state.requested_by)
    if for_me:
        return Standing(_("Waits for you"), "partly", _("Read and decide"), task.started_at, who)
    return Standing(_("Waits for review"), "separate", _("Look"), task.started_at, who)


def of_draft(page: Page, user: AnyUser, *, is_translation: bool = False) -> Standing:
    """A page that nobody submitted, or that ``user`` has locked."""
    if page.locked and page.locked_by_id == user.pk:
        state, action = _("Locked by you"), _("Unlock")
    elif page.owner_id is None and not page.live and not page.first_published_at and not is_translation:
        state, action = _("Sent in by the public form"), _("Read")
    else:
        state, action = _("Draft"), _("Go on")
    revision = page.latest_revision
    who = name_of(revision.user) if revision and revision.user_id != user.pk else ""
    return Standing(state, "draft", action, page.latest_revision_created_at, who)


def name_of(user: AnyUser | None) -> str:
    """What an editor is called; empty for nobody."""
    return str(user.get_full_name() or user.get_username()) if user and user.is_authenticated else ""
