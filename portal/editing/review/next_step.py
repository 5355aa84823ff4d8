"""Action menu of the page editor: the next step of whoever edits comes first, and is named after what it does."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.action_menu import (
    ActionMenuItem,
    PageActionMenu,
    PublishMenuItem,
    RestartWorkflowMenuItem,
    SaveDraftMenuItem,
    SubmitForModerationMenuItem,
    WorkflowMenuItem,
)
from wagtail.models import Page, WorkflowState

from portal.core.types import AnyUser


def words_of_submitting(*, again: bool) -> str:
    """What the button says that hands a page to its reviewers, for the first time or after it was returned."""
    return _("Submit again") if again else _("Submit for review")


class SubmitMenuItem(SubmitForModerationMenuItem):
    """Hands the page to its reviewers, with what was typed. Wagtail's is named after the workflow's stored name."""

    def __init__(self, order: int, *, again: bool) -> None:
        super().__init__(order)
        self.words = words_of_submitting(again=again)

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """With a label in the words of the editor."""
        return {**super().get_context_data(parent_context), "label": self.words}


def put_first(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Have the foot of the editor begin with the next step. A hook of Wagtail's; ``items`` is changed.

    Wagtail begins with saving and hides the rest behind an arrow. An old version that is looked at stays as it is.
    """
    if context["view"] == "revisions_revert":
        return
    page: Page | None = context.get("page")
    review = page.current_workflow_state if page else None
    returned = bool(review and review.status == WorkflowState.STATUS_NEEDS_CHANGES)
    items[:] = [
        SubmitMenuItem(item.order, again=returned) if isinstance(item, SubmitForModerationMenuItem) else item
        for item in items
        # To submit again goes on with the review; to begin it anew as well would be two buttons for one thing.
        if not (returned and isinstance(item, RestartWorkflowMenuItem))
    ]
    found = next_step(items, waits=bool(review) and not returned, returned=returned)
    if isinstance(found, WorkflowMenuItem) and review and review.is_at_final_task:
        found.label = _("Approve and publish")
    if found:
        items.remove(found)
        items.insert(0, found)


def next_step(items: list[ActionMenuItem], *, waits: bool, returned: bool) -> ActionMenuItem | None:
    """What the editor most probably wants of ``items``, which they may all do.

    Parameters:
        waits: for a review; then it is decided by those who may, and saved by all others.
        returned: with a remark; then it is submitted again, also by those who could publish it past the review.
    """
    for item in items:
        if isinstance(item, WorkflowMenuItem) and item.name == "approve" and not item.launch_modal:
            return item
    wanted: tuple[type[ActionMenuItem], ...] = (SaveDraftMenuItem,)
    if not waits:
        wanted = (SubmitMenuItem, *wanted) if returned else (PublishMenuItem, SubmitMenuItem, *wanted)
    return next((item for kind in wanted for item in items if isinstance(item, kind)), None)


@dataclass(frozen=True)
class Step:
    """A button that sends the editor's form."""

    label: str
    #: What the form is sent with; nothing for saving in Wagtail's editor.
    name: str = ""
    value: str = ""
    #: Decision about a review, which Wagtail's script adds to the form.
    decision: str = ""


def step_of(menu: PageActionMenu) -> Step | None:
    """The first entry of ``menu``; None for what cannot be saved, and for an old version."""
    item = menu.default_item
    if menu.context["view"] == "revisions_revert":
        return None
    if isinstance(item, SaveDraftMenuItem):
        return Step(_("Save draft"))
    if isinstance(item, WorkflowMenuItem):
        return Step(str(item.label), decision=item.name)
    if isinstance(item, PublishMenuItem):
        page = menu.context.get("page")
        later = page and page.go_live_at and page.go_live_at > timezone.now()
        return Step(_("Schedule to publish") if later else _("Publish"), item.name, item.name)
    if isinstance(item, SubmitMenuItem):
        return Step(item.words, item.name, item.name)
    return None


def may_decide(menu: PageActionMenu) -> bool:
    """Whether the editor may approve or return the page."""
    return any(isinstance(item, WorkflowMenuItem) for item in (menu.default_item, *menu.menu_items))


def decisions(page: Page, user: AnyUser) -> set[str]:
    """What ``user`` may decide about a page that waits for its review: ``approve``, ``reject`` or nothing."""
    task = page.current_workflow_task
    return {name for name, _label, _modal in task.get_actions(page, user)} if task else set()


def step_of_desk(may: set[str], *, waits: bool, returned: bool, can_publish: bool) -> Step:
    """The next step at the translation desk, by the same rule.

    Parameters:
        may: the ``decisions`` of whoever translates.
    """
    if "approve" in may:
        return Step(_("Approve and publish"), "action", "approve")
    if waits:
        return Step(_("Save"), "action", "save")
    if can_publish and not returned:
        return Step(_("Publish"), "action", "publish")
    return Step(words_of_submitting(again=returned), "action", "submit")
