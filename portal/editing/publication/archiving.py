"""Unpublishing in words: what was archived by one click, and how it becomes public again at once."""

import json
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.log_actions import log
from wagtail.models import Page, Revision
from wagtail.signals import page_published, published

from portal.core.types import AnyUser
from portal.editing.models import TranslationState
from portal.editing.undo import offers

#: What is kept to take it back.
ARCHIVED = "archive"
_KEY = "_was_public"
#: More pages at once are archived with a question only.
MOST = 50
#: Takes who undoes it, the pages and when they were archived; in the transaction, before they are public again.
TakeBackToo = Callable[[AnyUser, Collection[Page], datetime], None]
_followers: list[TakeBackToo] = []


class _Public(NamedTuple):
    """What archiving takes from a page, and what shows that nobody published it since."""

    revision: int | None
    latest: int | None
    has_unpublished_changes: bool
    published_at: str
    behind_since: str


def register_follower(take_back_too: TakeBackToo) -> None:
    """Have what followed from archiving taken back with it; to be called in an ``AppConfig.ready``."""
    _followers.append(take_back_too)


def remember(request: HttpRequest, page: Page) -> None:
    """What archiving takes from each page that it may concern. A hook of Wagtail's, before it unpublishes."""
    if request.method != "POST":
        return
    pages = _public_with(page)
    states = TranslationState.objects.filter(page__in=pages, behind_since__isnull=False)
    behind = {pk: _text(since) for pk, since in states.values_list("page_id", "behind_since")}
    columns = ("pk", "live_revision_id", "latest_revision_id", "has_unpublished_changes", "last_published_at")
    public = {
        pk: _Public(revision, latest, changes, _text(published_at), behind.get(pk, ""))
        for pk, revision, latest, changes, published_at in pages.values_list(*columns)
    }
    planned = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    planned_at = [
        (pk, _text(at))
        for pk, page_id, at in planned.values_list("pk", "object_id", "approved_go_live_at")
        if int(page_id) in public
    ]
    setattr(request, _KEY, (public, planned_at, timezone.now()))


def offer_undo(request: HttpRequest, page: Page) -> HttpResponse:
    """Say that it is archived, with the button. A hook of Wagtail's, in place of its own message."""
    public, planned, since = getattr(request, _KEY, ({}, [], timezone.now()))
    still = set(_public_with(page).values_list("pk", flat=True))
    said = _("“%(title)s” is archived: visitors do not see it any more.") % {"title": page.title}
    gone = {pk: was for pk, was in public.items() if pk not in still}
    if page.pk in gone and len(gone) <= MOST:
        kept = {"pages": json.dumps(gone), "planned": json.dumps(planned), "since": _text(since)}
        offers.offer(request, ARCHIVED, kept, said)
    else:
        messages.success(request, said)
    return redirect(
        get_valid_next_url_from_request(request) or reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    )


def _public_with(page: Page) -> QuerySet[Page]:
    """The public pages that can be hidden by one click: ``page`` in all languages, what is below, and aliases of it."""
    paths = Page.objects.filter(translation_key=page.translation_key).values_list("path", flat=True)
    below = reduce(or_, (Q(path__startswith=path) for path in paths))
    return Page.objects.filter(below | Q(alias_of__in=Page.objects.filter(below)), live=True)


def take_back(user: AnyUser, kept: Mapping[str, str]) -> str:
    """Show again what was public, as it was: nothing is published, so that dates, reviews and drafts stay.

    Raises:
        CannotUndoError: one of the pages is public again, was so meanwhile, is gone, or not the user's to publish.
    """
    public = {int(pk): _Public(*was) for pk, was in json.loads(kept["pages"]).items()}
    locked = Page.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=public, live=False)
    pages = list(locked.order_by("depth", "pk"))
    revisions = Revision.page_revisions.in_bulk([was.revision for was in public.values() if was.revision])
    unchanged = {page.pk for page in pages if _text(page.last_published_at) == public[page.pk].published_at}
    if unchanged != public.keys() or any(was.revision and was.revision not in revisions for was in public.values()):
        raise offers.changed_meanwhile()
    if not all(page.permissions_for_user(user).can_show_again() for page in pages):
        raise offers.not_allowed()
    for take_back_too in _followers:
        take_back_too(user, pages, datetime.fromisoformat(kept["since"]))
    for page in pages:
        was = public[page.pk]
        _show_again(page.specific, was, revisions.get(was.revision), user)
    for revision, at in json.loads(kept["planned"]):
        Revision.objects.filter(pk=revision).update(approved_go_live_at=parse_datetime(at))
    return _("Taken back: visitors see it again.")


def _show_again(page: Page, was: _Public, revision: Revision | None, user: AnyUser) -> None:
    """The opposite of Wagtail's unpublishing, which left the text of ``page`` as visitors have read it."""
    page.live, page.live_revision = True, revision
    page.has_unpublished_changes = was.has_unpublished_changes or page.latest_revision_id != was.latest
    page.save(clean=False)
    if was.behind_since:
        TranslationState.objects.filter(page=page.pk).update(behind_since=parse_datetime(was.behind_since))
    page_published.send(sender=type(page), instance=page, revision=revision)
    published.send(sender=type(page), instance=page, revision=revision)
    if page.alias_of_id is None:
        log(page, "wagtail.publish", user=user, revision=revision, content_changed=False)


def _text(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
