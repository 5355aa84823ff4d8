"""Suggested roots at the desk: what is shown of them, and the decision about one."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.hooks import roots
from portal.core.i18n.text import tidy_line
from portal.core.types import AnyUser
from portal.core.users.models import User
from portal.editing.undo import offers
from projects.modeltext.desk.access import edits_model, user_of
from projects.modeltext.desk.words import REFUSED
from projects.modeltext.enums import SuggestionState
from projects.modeltext.models import SuggestedRoot
from projects.modeltext.queries import KINDS
from projects.modeltext.suggesting import accept, decline, reopen
from projects.modeltext.versions import RefusedError

#: What is kept to take it back.
DECLINED = "decline_root"


def number_waiting() -> dict[str, int]:
    """How many suggestions wait, by the key of the paragraph: one query."""
    rows = SuggestedRoot.objects.filter(state=SuggestionState.WAITING).order_by().values_list("paragraph__key")
    return {str(key): n for key, n in rows.annotate(n=Count("pk"))}


def shown(key: str, suggested_by: User | None, language: str) -> list[tuple[SuggestedRoot, str, str]]:
    """Suggestions for a paragraph, each with what it is called and its kind in words.

    Parameters:
        suggested_by: who reads them as their own, with what was decided; None are those who decide.
    """
    if key.count("-") != 4:
        return []
    mine = SuggestedRoot.objects.filter(paragraph__key=key).select_related("suggested_by")
    found = list(mine.filter(suggested_by=suggested_by) if suggested_by else mine.filter(state=SuggestionState.WAITING))
    known = {(one.kind, one.key): one for one in roots.resolve([(one.kind, one.key) for one in found], language)}
    return [
        (
            one,
            known[one.kind, one.key].title if (one.kind, one.key) in known else _("No longer public"),
            str(KINDS.get(one.kind, one.kind)),
        )
        for one in found
    ]


def decide(request: HttpRequest, key: str, language: str) -> None:
    """Do what the button of a suggestion says, and tell what came of it.

    Raises:
        Http404: there is no such suggestion for this paragraph.
    """
    number = request.POST.get("suggestion", "")
    known = SuggestedRoot.objects.filter(paragraph__key=key) if key.count("-") == 4 else SuggestedRoot.objects.none()
    if not (number.isascii() and number.isdigit() and len(number) < 16 and known.filter(pk=int(number)).exists()):
        raise Http404
    user, now = user_of(request), timezone.now()
    try:
        if request.POST.get("action") == "accept":
            accept(int(number), user, now, language)
            messages.success(request, _("The root is kept. Readers see it from the next version on."))
        else:
            decline(int(number), tidy_line(request.POST.get("answer", ""))[:300], user, now)
            kept = {"suggestion": number, "at": now.isoformat()}
            offers.offer(request, DECLINED, kept, _("The suggestion is declined. Whoever made it reads why."))
    except RefusedError as refused:
        messages.error(request, str(REFUSED[refused.reason]))


def take_back(user: AnyUser, kept: Mapping[str, str]) -> str:
    """Let a suggestion wait again.

    Raises:
        CannotUndoError: it is decided otherwise meanwhile, or is not the user's to decide any more.
    """
    if not isinstance(user, User) or not edits_model(user):
        raise offers.not_allowed()
    if not reopen(int(kept["suggestion"]), user, datetime.fromisoformat(kept["at"])):
        raise offers.changed_meanwhile()
    return offers.done()
