"""Worklist of an editor: what the team has to do, each thing with its state in words and one action."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.permissions import policy_registry

from events.models import EventDraft
from events.wizard.drafting import drafts_of
from partners.models import ReviewTask, TranslationRequest
from partners.teams.ownership import acts_for_all, own_pages
from portal.core.types import AnyUser
from portal.editing.models import TranslationState
from portal.editing.review.standing import SUBMITTED, Standing, name_of, of_draft, of_review
from projects.enums import OwnersAnswer
from projects.models import CaseApproval, CaseStudyPage, WizardDraft

#: How many reviews, and how many drafts, are listed.
MOST = 8


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
    returned: list[Todo] = []
    asked: list[Todo] = []
    waiting: list[Todo] = []
    for state in reviews:
        page = int(state.object_id)
        url = _edit_url(page, state.translation_pk)
        standing = of_review(state, for_me=state.for_me)
        if not state.for_me and state.status == WorkflowState.STATUS_IN_PROGRESS:
            standing = _of_owner(state) or standing
        todo = _todo(state.current_task_state.revision.object_str, url, standing)
        if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
            returned.append(todo)
        else:
            (asked if state.for_me else waiting).append(todo)
    asked.sort(key=lambda todo: todo.since or todo.url)
    return [*returned, *asked, *_begun(user), *_announced(user), *(_draft(page, user) for page in pages), *waiting]


def _reviews(user: AnyUser) -> list[WorkflowState]:
    """Reviews that the user may decide, those of pages of the own team, and of translations in hand: one query."""
    asked = TranslationRequest.objects.all()
    for_me = TaskState.objects.filter(pk=OuterRef("current_task_state"), status=TaskState.STATUS_IN_PROGRESS)
    if not user.is_superuser:
        own_task = Q(task__in=ReviewTask.objects.filter(groups__user=user))
        for_me = for_me.filter(own_task | Q(workflow_state__object_id__in=_keys(asked.reviewed_by(user).pages())))
    if acts_for_all(user):
        mine = Q(requested_by=user)
    else:
        keys = _keys(Page.objects.filter(own_pages(user)))
        in_hand = _keys(asked.in_hand_of(user).pages())
        mine = Q(base_content_type=ContentType.objects.get_for_model(Page)) & (
            Q(object_id__in=keys) | Q(object_id__in=in_hand)
        )
    states = WorkflowState.objects.filter(status__in=SUBMITTED).annotate(for_me=Exists(for_me))
    of_page = Q(key=OuterRef("object_id"), page_type=OuterRef("base_content_type"))
    page_type = Value(ContentType.objects.get_for_model(Page).pk)
    owner = CaseApproval.objects.annotate(key=Cast("case_id", CharField()), page_type=page_type).filter(of_page)
    # What is reviewed are pages: their ids are numbers, written as text.
    desk = TranslationState.objects.filter(page=Cast(OuterRef("object_id"), BigIntegerField()))
    found = states.filter(mine | Q(for_me=True)).annotate(
        translation_pk=Subquery(desk.values("translation_id")[:1]), **_owners_answer(owner)
    )
    found = found.select_related("current_task_state__finished_by", "current_task_state__revision", "requested_by")
    return list(found.order_by("-status", "-for_me", "-created_at")[:MOST])


def _keys(pages: QuerySet[Page]) -> QuerySet[Page, dict[str, str]]:
    """The ids of ``pages`` as reviews write them."""
    return pages.order_by().annotate(key=Cast("pk", CharField())).values("key")


def _drafts(user: AnyUser) -> list[Page]:
    """Pages that nobody submitted: begun by the user or the team, sent in by the public form, locked by the user.

    Those about which their owner said something, whom the user had asked, are of the secretariat's too, and come first.
    """
    unsent = Q(live=False) | Q(has_unpublished_changes=True)
    asked = CaseApproval.objects.filter(asked_by=user.pk).exclude(answer="")
    begun = Q(latest_revision__user=user) | Q(pk__in=asked.values("case")) if acts_for_all(user) else own_pages(user)
    submitted = WorkflowState.objects.filter(
        status__in=SUBMITTED,
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=Cast(OuterRef("pk"), CharField()),
    )
    editable = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    found: QuerySet[Page] = editable.filter(unsent & (begun | sent_in()) | Q(locked=True, locked_by=user))
    translation = TranslationState.objects.filter(page=OuterRef("pk")).values("translation_id")[:1]
    owner = _owners_answer(CaseApproval.objects.filter(case=OuterRef("pk")))
    found = found.exclude(Exists(submitted)).annotate(translation_pk=Subquery(translation), **owner)
    return list(
        found.select_related("latest_revision__user").order_by(
            F("owner_answered_at").desc(nulls_last=True),
            F("owner").asc(nulls_first=True),
            "-latest_revision_created_at",
            "-pk",
        )[:MOST]
    )


def _owners_answer(approvals: QuerySet[CaseApproval]) -> dict[str, Subquery]:
    """Annotations with what the owner of a case said last in ``approvals``, unless the case was published since."""
    published = F("case__last_published_at")
    waits = Q(answered_at=None) | Q(case__last_published_at=None) | Q(answered_at__gt=published)
    newest = approvals.filter(waits).order_by("-asked_at", "-pk")
    return {f"owner_{name}": Subquery(newest.values(name)[:1]) for name in ("answered_at", "answer", "comment")}


def _of_owner(row: Page | WorkflowState) -> Standing | None:
    """What the owner said, as the state of the page; None without an answer."""
    if not row.owner_answer:
        return None
    answer = OwnersAnswer(row.owner_answer)
    wrong = answer == OwnersAnswer.WRONG
    action, colour = (_("Mend"), "outdated") if wrong else (_("Go on"), "complete")
    return Standing(str(answer.label), colour, action, row.owner_answered_at, comment=row.owner_comment)


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


def _announced(user: AnyUser) -> Iterator[Todo]:
    """Announcements of the own teams that are no page yet; for the secretariat those that it began itself."""
    drafts = EventDraft.objects.filter(user=user.pk) if acts_for_all(user) else drafts_of(user)
    for draft in drafts.select_related("user"):
        yield Todo(
            title=str(draft.answers.get("title") or _("An event without a title")),
            url=reverse("events_wizard", args=[draft.pk, "what"]),
            action=_("Go on"),
            state=_("Begun"),
            colour="draft",
            since=draft.updated_at,
            who=name_of(draft.user),
        )


def _todo(title: str, url: str, standing: Standing) -> Todo:
    return Todo(
        title, url, standing.action, standing.state, standing.colour, standing.since, standing.who, standing.comment
    )


def _draft(page: Page, user: AnyUser) -> Todo:
    standing = _of_owner(page) or of_draft(page, user, is_translation=bool(page.translation_pk))
    return _todo(page.get_admin_display_title(), _edit_url(page.pk, page.translation_pk), standing)


def _edit_url(page: int, translation: int | None) -> str:
    if translation:
        return reverse("translation_editor", args=[translation])
    return reverse("wagtailadmin_pages:edit", args=[page])
