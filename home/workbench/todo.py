"""Worklist of an editor: what the team has to do, each thing with its state in words and one action."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.permissions import policy_registry

from partners.models import ReviewTask
from partners.teams.ownership import acts_for_all, own_pages
from portal.core.types import AnyUser
from portal.editing.models import TranslationState
from projects.models import CaseStudyPage, WizardDraft

#: How many reviews, and how many drafts, are listed.
MOST = 8
SUBMITTED = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)


@dataclass(frozen=True)
class Todo:
    """One thing to do."""

    title: str
    url: str
    #: What the one button says.
    action: str
    #: The state in words, with the class of its colour (``portal-state--…``).
    state: str
    colour: str
    since: datetime | None
    who: str = ""
    #: What the reviewer wrote.
    comment: str = ""


def things_to_do(user: AnyUser) -> list[Todo]:
    """What comes back first, then what waits for the user, what was begun, and what others have to do. Four queries."""
    reviews = _reviews(user)
    pages = _drafts(user)
    translations = dict(
        TranslationState.objects.filter(
            page__in=[int(state.object_id) for state in reviews], translation_id__isnull=False
        ).values_list("page_id", "translation_id")
        if reviews
        else ()
    )
    returned, asked, waiting = [], [], []
    for state in reviews:
        page = int(state.object_id)
        url = _edit_url(page, translations.get(page))
        if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
            returned.append(_returned(state, url))
        elif state.for_me:
            asked.append(_asked(state, url))
        else:
            waiting.append(_waiting(state, url))
    asked.sort(key=lambda todo: todo.since or todo.url)
    return [*returned, *asked, *_begun(user), *(_draft(page, user) for page in pages), *waiting]


def _reviews(user: AnyUser) -> list[WorkflowState]:
    """Reviews that the user may decide, and those of pages of the own team: one query."""
    for_me = TaskState.objects.filter(pk=OuterRef("current_task_state"), status=TaskState.STATUS_IN_PROGRESS)
    if not user.is_superuser:
        for_me = for_me.filter(task__in=ReviewTask.objects.filter(groups__user=user))
    if acts_for_all(user):
        mine = Q(requested_by=user)
    else:
        keys = Page.objects.filter(own_pages(user)).order_by().annotate(key=Cast("pk", CharField()))
        mine = Q(base_content_type=ContentType.objects.get_for_model(Page), object_id__in=keys.values("key"))
    states = WorkflowState.objects.filter(status__in=SUBMITTED).annotate(for_me=Exists(for_me))
    found = states.filter(mine | Q(for_me=True))
    found = found.select_related("current_task_state__finished_by", "current_task_state__revision", "requested_by")
    return list(found.order_by("-status", "-for_me", "-created_at")[:MOST])


def _drafts(user: AnyUser) -> list[Page]:
    """Pages that nobody submitted: begun by the user or the team, sent in by the public form, locked by the user."""
    unsent = Q(live=False) | Q(has_unpublished_changes=True)
    begun = Q(latest_revision__user=user) if acts_for_all(user) else own_pages(user)
    submitted = WorkflowState.objects.filter(
        status__in=SUBMITTED,
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=Cast(OuterRef("pk"), CharField()),
    )
    editable = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    found: QuerySet[Page] = editable.filter(unsent & (begun | sent_in()) | Q(locked=True, locked_by=user))
    translation = TranslationState.objects.filter(page=OuterRef("pk")).values("translation_id")[:1]
    found = found.exclude(Exists(submitted)).annotate(translation_pk=Subquery(translation))
    return list(
        found.select_related("latest_revision__user").order_by(
            F("owner").asc(nulls_first=True), "-latest_revision_created_at", "-pk"
        )[:MOST]
    )


def sent_in() -> Q:
    """Condition for pages of the public form: cases without an owner, which that form alone makes as drafts."""
    kind = ContentType.objects.get_for_model(CaseStudyPage)
    return Q(owner=None, live=False, first_published_at=None, content_type=kind, latest_revision__isnull=False)


def _begun(user: AnyUser) -> Iterator[Todo]:
    """Answers of the wizard that are no page yet."""
    for draft in WizardDraft.objects.filter(user=user.pk):
        yield Todo(
            title=str(draft.answers.get("title") or _("A case without a title")),
            url=reverse("projects_wizard", args=["problem"]),
            action=_("Go on"),
            state=_("Begun"),
            colour="draft",
            since=draft.updated_at,
        )


def _returned(state: WorkflowState, url: str) -> Todo:
    task = state.current_task_state
    return Todo(
        title=task.revision.object_str,
        url=url,
        action=_("Mend"),
        state=_("Returned"),
        colour="outdated",
        since=task.finished_at,
        who=_name(task.finished_by),
        comment=task.comment,
    )


def _asked(state: WorkflowState, url: str) -> Todo:
    task = state.current_task_state
    return Todo(
        title=task.revision.object_str,
        url=url,
        action=_("Read and decide"),
        state=_("Waits for you"),
        colour="partly",
        since=task.started_at,
        who=_name(state.requested_by),
    )


def _waiting(state: WorkflowState, url: str) -> Todo:
    task = state.current_task_state
    return Todo(
        title=task.revision.object_str,
        url=url,
        action=_("Look"),
        state=_("Waits for review"),
        colour="separate",
        since=task.started_at,
        who=_name(state.requested_by),
    )


def _draft(page: Page, user: AnyUser) -> Todo:
    by_form = page.owner_id is None and not page.live and not page.first_published_at and not page.translation_pk
    locked = page.locked and page.locked_by_id == user.pk
    action = _("Unlock") if locked else _("Read") if by_form else _("Go on")
    state = _("Locked by you") if locked else _("Sent in by the public form") if by_form else _("Draft")
    revision = page.latest_revision
    return Todo(
        title=page.get_admin_display_title(),
        url=_edit_url(page.pk, page.translation_pk),
        action=action,
        state=state,
        colour="draft",
        since=page.latest_revision_created_at,
        who=_name(revision.user) if revision and revision.user_id != user.pk else "",
    )


def _edit_url(page: int, translation: int | None) -> str:
    if translation:
        return reverse("translation_editor", args=[translation])
    return reverse("wagtailadmin_pages:edit", args=[page])


def _name(user: AnyUser | None) -> str:
    return (user.get_full_name() or user.get_username()) if user and user.is_authenticated else ""
