"""Review bar above a page in its editor: state, who has it since when, the reviewer's words, what changed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState, WorkflowState

from portal.core.i18n import formats
from portal.core.i18n.languages import active_language
from portal.core.types import AnyUser
from portal.editing.review.comments import remarks_on
from portal.editing.review.notes import Link, Remark, notes_of
from portal.editing.review.standing import Standing, name_of, of_draft, of_review


@dataclass(frozen=True)
class Bar:
    """What stands in the bar, in the language of the reader."""

    state: str
    colour: str
    #: Sentences: who has the page since when, and who brought it there.
    said: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    links: tuple[Link, ...] = ()


def bar_of(
    page: Page, user: AnyUser, *, may_decide: bool, is_translation: bool = False, is_helper: bool = False
) -> Bar:
    """The bar of ``page``, as it was stored last.

    Parameters:
        may_decide: whether ``user`` may approve or return it.
        is_helper: whether ``user`` was asked to translate it and may do no more: without links and notes of others.
    """
    bar = _review_bar(page, user, may_decide=may_decide, is_translation=is_translation)
    bar = replace(bar, remarks=(*bar.remarks, *remarks_on(page)))
    if is_helper:
        return replace(bar, links=())
    for note in notes_of(page):
        said, remarks, links = bar.said + note.said, bar.remarks + note.remarks, bar.links + note.links
        bar = replace(bar, said=said, remarks=remarks, links=links)
    return bar


def _review_bar(page: Page, user: AnyUser, *, may_decide: bool, is_translation: bool) -> Bar:
    review = (
        WorkflowState.objects.active()
        .for_instance(page)
        .select_related("current_task_state__finished_by", "current_task_state__task", "requested_by")
        .first()
    )
    if review is None:
        return _unsubmitted(page, user, is_translation=is_translation)
    last = (
        TaskState.objects.filter(workflow_state=review)
        .exclude(comment="")
        .select_related("finished_by")
        .order_by("-finished_at", "-pk")
        .first()
    )
    standing = of_review(review, for_me=may_decide)
    return Bar(
        standing.state,
        standing.colour,
        tuple(_who_has_it(review, standing)),
        (_remark_of(last),) if last else (),
        tuple(_comparisons(page, last)),
    )


def _who_has_it(review: WorkflowState, standing: Standing) -> Iterator[str]:
    said = {"who": standing.who, "day": _day(standing.since)}
    if review.status == WorkflowState.STATUS_NEEDS_CHANGES:
        if not review.current_task_state.comment:
            yield _("Returned on %(day)s.") % said
        yield _("Mend it here and submit it again: the review goes on.")
        return
    task = review.current_task_state.task.specific
    names = [str(group.name) for group in task.groups.all()] if isinstance(task, AbstractGroupApprovalTask) else []
    yield _("Waits for: %(who)s, since %(day)s.") % {**said, "who": ", ".join(names) or str(task.name)}
    if standing.who:
        yield _("Submitted by %(who)s.") % said
    yield _("What is saved here is what will be read.")


def _unsubmitted(page: Page, user: AnyUser, *, is_translation: bool) -> Bar:
    """A draft, or what visitors read, perhaps with changes that they do not read yet."""
    scheduled = page.scheduled_revision
    if scheduled:
        at = formats.day_and_clock(timezone.localtime(scheduled.approved_go_live_at), active_language())
        return Bar(
            _("Scheduled"), "complete", (_("Goes live on %(when)s.") % {"when": at},), (), tuple(_comparisons(page))
        )
    draft = of_draft(page, user, is_translation=is_translation)
    changed = (_changed(page, user, draft),) if draft.since else ()
    if page.live:
        since = page.first_published_at
        public = (_("Public since %(day)s.") % {"day": _day(since)},) if since else ()
        if not page.has_unpublished_changes:
            return Bar(_("Public"), "complete", public)
        waits = _("Visitors do not see the latest changes yet.")
        return Bar(draft.state, draft.colour, (*public, waits, *changed), (), tuple(_comparisons(page)))
    unseen = _("Visitors do not see this page.") if page.first_published_at else _("This page was never public.")
    return Bar(draft.state, draft.colour, (unseen, *changed))


def _changed(page: Page, user: AnyUser, draft: Standing) -> str:
    """Who changed it last: nobody by name if it came with the content or from the public form."""
    said = {"who": draft.who, "day": _day(draft.since)}
    if draft.who:
        return _("Changed by %(who)s on %(day)s.") % said
    if page.latest_revision and page.latest_revision.user_id == user.pk:
        return _("Changed by you on %(day)s.") % said
    return _("Changed on %(day)s.") % said


def _comparisons(page: Page, last: TaskState | None = None) -> Iterator[Link]:
    """Links to Wagtail's comparison: with what is public, and with what the reviewer returned."""
    if page.live and page.has_unpublished_changes:
        yield _comparison(page, "live", _("What changed against the public version"))
    if last and last.revision_id and last.revision_id != page.latest_revision_id:
        yield _comparison(page, str(last.revision_id), _("What changed since it was returned"))


def _comparison(page: Page, with_version: str, words: str) -> Link:
    versions = [page.pk, with_version, page.latest_revision_id]
    return Link(words, reverse("wagtailadmin_pages:revisions_compare", args=versions))


def _remark_of(task: TaskState) -> Remark:
    said = {"who": name_of(task.finished_by), "day": _day(task.finished_at)}
    words = _("%(who)s wrote on %(day)s:") if said["who"] else _("A reviewer wrote on %(day)s:")
    return Remark(words % said, task.comment)


def _day(moment: datetime | None) -> str:
    """Without the weekday, whose case within a sentence Finnish and Icelandic would have to bend."""
    return formats.long_date(timezone.localtime(moment).date(), active_language()) if moment else ""
