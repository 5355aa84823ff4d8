"""Workflow notifications about the way of a page to publication, instead of Wagtail's, for which editors wait."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.utils.translation import override
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted
from wagtail.users.models import UserProfile
from wagtail_localize.models import TranslationSource

from partners.models import OwnedMixin, ServedLanguage, TranslationRequest
from portal.core.hooks.site_url import absolute
from portal.core.mail.holding import holding
from portal.core.mail.sending import language_of, mail_editor
from portal.core.users.models import User
from portal.editing.review.comments import places
from portal.editing.review.returning import name_of_hold
from portal.editing.translations.edit_urls import edit_url


def connect_receivers() -> None:
    """Called when the app is ready, before Wagtail's admin: who comes first under a name of Django's signals stays."""
    for signal, sender, receiver, name in (
        (task_submitted, TaskState, _after_submission, "group_approval_task_submitted_email_notification"),
        (workflow_submitted, WorkflowState, _say_nothing, "workflow_state_submitted_email_notification"),
        (workflow_rejected, WorkflowState, _after_return, "workflow_state_rejected_email_notification"),
        (workflow_approved, WorkflowState, _after_approval, "workflow_state_approved_email_notification"),
    ):
        signal.connect(receiver, sender=sender, dispatch_uid=name)


def _say_nothing(**kwargs: object) -> None:
    """Reviewers hear of a submission by its task."""


def _after_submission(instance: TaskState, user: User | None = None, **kwargs: object) -> None:
    task = instance.task.specific
    if not isinstance(task, AbstractGroupApprovalTask):
        return
    reviewers = get_user_model().objects.filter(groups__in=task.groups.all(), is_active=True).distinct()
    page = instance.workflow_state.content_object
    asked = TranslationRequest.objects.open().for_page(page).values("language")
    of_language = ServedLanguage.objects.filter(language__in=asked, reviews=True).values("team__group")
    reviewers = (
        reviewers | get_user_model().objects.filter(groups__in=of_language, is_active=True).distinct()
    ).distinct()
    _mail(reviewers.exclude(pk=user.pk if user else 0), "submitted", page, by=_name(user))


def _after_approval(instance: WorkflowState, user: User | None = None, **kwargs: object) -> None:
    _mail(_authors(instance, user), "approved", instance.content_object)


def _after_return(instance: WorkflowState, user: User | None = None, **kwargs: object) -> None:
    comment = instance.current_task_state.specific.get_comment()
    with holding(name_of_hold(instance.current_task_state_id)):
        _mail(_authors(instance, user), "rejected", instance.content_object, comment=comment, by=_name(user))


def _authors(state: WorkflowState, user: User | None) -> Iterable[User]:
    """Who submitted the page; if that person has left, the team that owns it."""
    author = state.requested_by
    if author and author.is_active:
        return [] if author == user else [author]
    page = state.content_object.specific
    team = getattr(page.organisation, "team", None) if isinstance(page, OwnedMixin) else None
    return team.group.user_set.filter(is_active=True) if team else []


def _mail(users: Iterable[User], kind: str, page: Page, **context: object) -> None:
    edit = edit_url(page)
    is_translation = TranslationSource.objects.filter(object_id=page.translation_key).exclude(locale=page.locale_id)
    language = page.locale.language_code if is_translation.exists() else ""
    for user in users:
        if getattr(UserProfile.get_for_user(user), f"{kind}_notifications"):
            title = page.get_latest_revision_as_object().title
            address = absolute(page.url_path)
            with override(language_of(user)):
                comments = places(page) if kind == "rejected" else []
            mail_editor(
                user,
                f"partners/mail/{kind}",
                title=title,
                edit=edit,
                address=address,
                language=language,
                comments=comments,
                **context,
            )


def _name(user: User | None) -> str:
    return str(user.get_full_name() or user.email) if user else ""
