"""Moderation workflow, from draft to publication: one review by the secretariat, on every page."""

from django.contrib.auth.models import Group
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from partners.models import ReviewTask

WORKFLOW = "Review by the secretariat"
#: Groups and workflow that Wagtail makes at first; teams and the secretariat take their place.
WAGTAIL_GROUPS = ("Editors", "Moderators")
WAGTAIL_WORKFLOW = "Moderators approval"


def prepare_workflow(secretariat: Group) -> Workflow:
    """Have all pages reviewed by ``secretariat``, unless an administrator set another workflow."""
    task, _created = ReviewTask.objects.get_or_create(name=WORKFLOW)
    task.groups.add(secretariat)
    workflow, created = Workflow.objects.get_or_create(name=WORKFLOW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    root = Page.get_first_root_node()
    if root and created:
        WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
        remove_wagtails_own()
    return workflow


def remove_wagtails_own() -> None:
    """Delete the groups and the workflow of a fresh Wagtail, as long as nobody uses them."""
    for workflow in Workflow.objects.filter(name=WAGTAIL_WORKFLOW, workflow_states__isnull=True):
        tasks = list(workflow.tasks)
        workflow.delete()
        for task in tasks:
            task.delete()
    Group.objects.filter(name__in=WAGTAIL_GROUPS, user__isnull=True).delete()
