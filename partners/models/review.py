"""The workflow task between a team's draft and its publication."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState

from partners.models.translators import TranslationRequest
from portal.core.types import AnyUser
from portal.editing.publication.four_eyes import must_be_read_by_another


class ReviewTask(AbstractGroupApprovalTask):
    """A look by the secretariat, or by reviewers of the language: approve, or return with a comment.

    Unlike Wagtail's task, it leaves the page open to its team while it waits: a typo can be mended, and the mended
    version is what gets approved.
    """

    def locked_for_user(self, obj: object, user: AnyUser) -> bool:
        """Nobody who may edit is locked out."""
        return False

    def get_actions(self, obj: Any, user: AnyUser) -> list[tuple[str, str, bool]]:
        """What ``user`` may decide; with four eyes, whoever translated does not approve."""
        actions = super().get_actions(obj, user)
        if (
            not actions
            and isinstance(obj, Page)
            and TranslationRequest.objects.for_page(obj).reviewed_by(user).exists()
        ):
            actions = [
                ("reject", _("Return with this comment"), True),
                ("approve", _("Approve and publish"), False),
            ]
        if actions and not user.is_superuser and must_be_read_by_another(obj, user):
            return [action for action in actions if action[0] != "approve"]
        return actions

    def on_action(self, task_state: TaskState, user: AnyUser, action_name: str, **kwargs: object) -> None:
        """Decide; what the reviewer mended a moment ago is part of it and needs no second approval."""
        latest = task_state.workflow_state.content_object.get_latest_revision()
        if latest.user_id == user.pk:
            task_state.revision = latest
        super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls) -> str:
        """What the admin says about this kind of step."""
        return str(_("Members of the chosen groups approve a page or return it with a comment."))

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
