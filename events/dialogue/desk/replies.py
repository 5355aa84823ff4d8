"""Admin views of the replies: which themes have one, and the form in which it is written."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from events.dialogue.desk.access import Place, for_readers, for_team, needs_occasion, page, user_of, with_occasion
from events.dialogue.desk.forms import ReplyForm
from events.dialogue.desk.shown import as_shown
from events.dialogue.desk.telling import tell, words
from events.dialogue.enums import ContributionState, LogAction
from events.dialogue.models import Contribution, Occasion, Reply, Theme
from events.dialogue.moderation.seals import Result
from events.dialogue.synthesis.queries import members_of, themes_of, with_replies
from events.dialogue.synthesis.replies import reply
from portal.core.hooks import roots
from portal.core.i18n.languages import active_language
from portal.core.i18n.text import tidy_line

#: What can come of something, in words, as far as the portal has such things.
KINDS: dict[str, str | Promise] = {
    "paragraph": gettext_lazy("A paragraph of the model"),
    "element": gettext_lazy("An element of the model"),
    "case": gettext_lazy("A case"),
    "strategy": gettext_lazy("A strategy"),
    "adoption": gettext_lazy("A municipality that uses it"),
    "event": gettext_lazy("An event"),
    "report": gettext_lazy("A report"),
}
#: Things found by words that are offered, and things that can be chosen.
MOST_FOUND, MOST_OUTCOMES = 10, 20
#: Contributions of a theme that stand beside its reply.
MOST_SHOWN = 10


@require_GET
@for_readers
@needs_occasion
def replies(request: HttpRequest, place: Place, occasion: Occasion) -> HttpResponse:
    """Every theme with its reply, or without; then the single contributions that were answered."""
    answered = Reply.objects.filter(contribution__occasion=occasion, expert=None).select_related("contribution")
    context = {"themes": list(with_replies(themes_of(occasion))), "answered": answered}
    return page(request, "replies.html", place, "replies", _("Replies"), context)


@require_http_methods(["GET", "POST"])
@with_occasion
def reply_to_theme(request: HttpRequest, place: Place, occasion: Occasion, theme_id: int) -> HttpResponse:
    """The reply to a theme."""
    theme = get_object_or_404(occasion.themes.filter(merged_into=None), pk=theme_id)
    return _reply(request, place, theme, members_of(theme), lambda: place.url("replies"))


@require_http_methods(["GET", "POST"])
@for_team
def reply_to_contribution(request: HttpRequest, place: Place, contribution_id: int) -> HttpResponse:
    """The reply to a single contribution."""
    shown = place.contributions.filter(state=ContributionState.PUBLISHED).prefetch_related("renderings")
    contribution = get_object_or_404(shown, pk=contribution_id)
    return _reply(
        request,
        place,
        contribution,
        shown.filter(pk=contribution.pk),
        lambda: place.url("contribution", contribution.pk),
    )


def _reply(
    request: HttpRequest,
    place: Place,
    subject: Theme | Contribution,
    listed: QuerySet[Contribution],
    done: Callable[[], str],
) -> HttpResponse:
    there = subject.replies.filter(expert=None).first()
    data = request.POST if request.method == "POST" else None
    form, status = ReplyForm(data, place=place, user=request.user, there=there), 200
    outcomes = [(kind, key) for kind, key in there.outcomes] if there else []
    searches, is_stale = data is not None and request.POST.get("action") == "search", False
    if data is not None:
        outcomes = _chosen(request)
        form.outcomes = tuple(outcomes)
        if searches:
            form.is_valid()
            form.errors.clear()  # it is not finished yet
        elif form.is_valid():
            version = form.cleaned_data["version"]
            outcome = reply(subject, version, form.answer(), user_of(request), timezone.now())
            if outcome.result in {Result.DONE, Result.UNCHANGED}:
                tell(request, outcome, LogAction.REPLY)
                return redirect(done())
            there, status, is_stale = subject.replies.filter(expert=None).first(), 422, True
            typed = request.POST.copy()  # kept as it was typed; sent once more it replaces the other one
            typed["version"] = str(there.version if there else 0)
            form = ReplyForm(typed, place=place, user=request.user, there=there)
            form.outcomes = tuple(outcomes)
            form.add_error(None, words(outcome))
        else:
            status = 422
    context = {
        "subject": subject,
        "is_theme": isinstance(subject, Theme),
        "form": form,
        "there": there,
        "is_stale": is_stale,
        "members": as_shown(listed[:MOST_SHOWN], user_of(request)),
        "number": listed.count(),
        "kinds": [(kind, label) for kind, label in KINDS.items() if kind in roots.kinds()],
        **_outcomes(request, outcomes, searches=searches),
    }
    title = _("Reply: %(subject)s") % {"subject": subject}
    return page(request, "reply.html", place, "replies", title, context, status)


def _chosen(request: HttpRequest) -> list[tuple[str, str]]:
    """What came of it as it was ticked, each once; kinds that the portal does not know are left out."""
    pairs = [text.partition(":") for text in request.POST.getlist("outcomes")[:MOST_OUTCOMES]]
    return list(dict.fromkeys((kind, key[:64]) for kind, _colon, key in pairs if kind in roots.kinds() and key))


def _outcomes(request: HttpRequest, outcomes: list[tuple[str, str]], *, searches: bool) -> dict[str, object]:
    """What came of it as it is shown, and what was found by words to be added."""
    language = active_language()
    context: dict[str, Any] = {"outcomes": [(r, KINDS.get(r.kind, r.kind)) for r in roots.resolve(outcomes, language)]}
    if searches:
        asked, kind = tidy_line(request.POST.get("q", ""))[:100], request.POST.get("kind", "")
        wanted = [kind] if kind in KINDS else [kind for kind in KINDS if kind in roots.kinds()]
        found = [
            reference for kind in wanted for reference in roots.search(asked, language, kind)[:MOST_FOUND] if asked
        ]
        new = [r for r in found if (r.kind, r.key) not in outcomes]
        context |= {"asked": asked, "asked_kind": kind, "searched": True}
        context["candidates"] = [(reference, KINDS.get(reference.kind, reference.kind)) for reference in new]
    return context
