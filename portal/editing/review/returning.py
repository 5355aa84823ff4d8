"""Returning a page to its authors: the mail waits as long as the reviewer can take it back."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState

from portal.core.types import AnyUser
from portal.editing.undo import offers

#: What is kept to take it back.
RETURNED = "return"


def name_of_hold(task_id: int) -> str:
    """The name under which the mails of a return wait."""
    return f"{RETURNED}:{task_id}"


def offer_undo(request: HttpRequest, page: Page) -> None:
    """Say that the page was returned, with the button. A hook of Wagtail's, after its editor, and of the desk."""
    if "reject" not in (request.POST.get("workflow-action-name"), request.POST.get("action")):
        return
    state = WorkflowState.objects.active().for_instance(page).select_related("current_task_state").first()
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return
    task = state.current_task_state
    latest = Page.objects.values_list("latest_revision_id", flat=True).get(pk=page.pk)
    kept = {"task": str(task.pk), "at": task.finished_at.isoformat(), "revision": str(latest)}
    said = _("Returned. Its authors get a mail with your comment.")
    offers.offer(request, RETURNED, kept, said, held_as=name_of_hold(task.pk))


def take_back(user: AnyUser, kept: Mapping[str, str]) -> str:
    """The page waits for its review again; what was commented is given back to whoever wrote it.

    Raises:
        CannotUndoError: its authors went on with it, or the user may not decide any more.
    """
    found = TaskState.objects.select_for_update(no_key=True, of=("self",)).select_related("workflow_state")
    task = found.filter(pk=int(kept["task"]), status=TaskState.STATUS_REJECTED, finished_by_id=user.pk).first()
    if task is None or task.finished_at.isoformat() != kept["at"]:
        raise offers.changed_meanwhile()
    state = task.workflow_state
    page = state.content_object
    is_same = state.status == WorkflowState.STATUS_NEEDS_CHANGES and state.current_task_state_id == task.pk
    if not is_same or page is None or str(page.latest_revision_id) != kept["revision"]:
        raise offers.changed_meanwhile()
    if "reject" not in {name for name, _label, _modal in task.task.specific.get_actions(page, user)}:
        raise offers.not_allowed()
    comment = task.comment
    TaskState.objects.filter(pk=task.pk).update(
        status=TaskState.STATUS_IN_PROGRESS, finished_at=None, finished_by=None, comment=""
    )
    WorkflowState.objects.filter(pk=state.pk).update(status=WorkflowState.STATUS_IN_PROGRESS)
    if not comment:
        return _("Taken back: the page waits for its review.")
    return _("Taken back: the page waits for its review. You had written: %(comment)s") % {"comment": comment}
