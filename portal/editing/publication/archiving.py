"""Unpublishing in words: what was archived by one click, and how it becomes public again at once."""

import json
from collections.abc import Mapping

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from portal.core.types import AnyUser
from portal.editing.undo import offers

#: What is kept to take it back.
ARCHIVED = "archive"
_KEY = "_was_public"
#: More pages at once are archived with a question only.
MOST = 50


def remember(request: HttpRequest, page: Page) -> None:
    """Which version of each page is public, and which were to go live. A hook of Wagtail's, before it unpublishes."""
    if request.method != "POST":
        return
    concerned = Page.objects.filter(
        Q(path__startswith=page.path) | Q(translation_key=page.translation_key), live=True, live_revision__isnull=False
    )
    public = dict(concerned.order_by("depth").values_list("pk", "live_revision_id")[: MOST + 1])
    planned = Revision.page_revisions.filter(object_id__in=map(str, public), approved_go_live_at__isnull=False)
    planned_at = {str(pk): at.isoformat() for pk, at in planned.values_list("pk", "approved_go_live_at")}
    setattr(request, _KEY, (public, planned_at))


def offer_undo(request: HttpRequest, page: Page) -> HttpResponse:
    """Say that it is archived, with the button. A hook of Wagtail's, in place of its own message."""
    public, planned = getattr(request, _KEY, ({}, {}))
    hidden = set(Page.objects.filter(pk__in=public, live=False).values_list("pk", flat=True))
    said = _("“%(title)s” is archived: visitors do not see it any more.") % {"title": page.title}
    gone = {pk: revision for pk, revision in public.items() if pk in hidden}
    if page.pk in gone and len(gone) <= MOST:
        kept = {"pages": json.dumps(gone), "planned": json.dumps(planned)}
        offers.offer(request, ARCHIVED, kept, said)
    else:
        messages.success(request, said)
    return redirect(
        get_valid_next_url_from_request(request) or reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    )


def take_back(user: AnyUser, kept: Mapping[str, str]) -> str:
    """Publish the versions that were public, which the gates have let pass before; drafts stay.

    Raises:
        CannotUndoError: one of the pages is public again, gone, or not the user's to publish.
    """
    versions = {int(pk): revision for pk, revision in json.loads(kept["pages"]).items()}
    locked = Page.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=versions, live=False)
    pages = {page.pk: page for page in locked.order_by("depth", "pk")}
    revisions = Revision.page_revisions.in_bulk(versions.values())
    if pages.keys() != versions.keys() or len(revisions) != len(versions):
        raise offers.changed_meanwhile()
    if not all(page.permissions_for_user(user).can_publish() for page in pages.values()):
        raise offers.not_allowed()
    for pk, page in pages.items():
        action = PublishPageRevisionAction(revisions[versions[pk]], user=None, changed=False, log_action=False)
        action.execute(skip_permission_checks=True)
        log(page.specific, "wagtail.publish", user=user, revision=revisions[versions[pk]], content_changed=False)
    for revision, at in json.loads(kept["planned"]).items():
        Revision.objects.filter(pk=int(revision)).update(approved_go_live_at=parse_datetime(at))
    return _("Taken back: visitors see it again.")
