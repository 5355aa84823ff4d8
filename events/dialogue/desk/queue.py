"""Admin views of the queue, and the decisions that are made there and on the page of one contribution."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from events.dialogue.desk.access import Place, for_readers, for_team, page, user_of
from events.dialogue.desk.contributions import contribution_page
from events.dialogue.desk.forms import QueueForm, RefuseForm
from events.dialogue.desk.shown import Shown, as_shown
from events.dialogue.desk.telling import tell, words
from events.dialogue.enums import LogAction
from events.dialogue.models import Contribution
from events.dialogue.moderation import actions, undoing
from events.dialogue.moderation.copies import find_originals
from events.dialogue.moderation.queries import OLDEST, filtered, waiting_at, with_shown
from events.dialogue.moderation.seals import Outcome, Result

PER_PAGE = 25


@require_GET
@for_readers
def queue(request: HttpRequest, place: Place) -> HttpResponse:
    """What waits to be read, with the buttons that decide."""
    waits = waiting_at(place.contributions, timezone.now())
    form = QueueForm(request.GET, place=place, languages=waits.languages)
    chosen = {"state": "waiting", "order": OLDEST, **form.chosen()}
    pages = Paginator(with_shown(filtered(place.contributions, chosen)), PER_PAGE)
    if not form.chosen().keys() - {"order"}:
        pages.count = waits.waiting  # counted already
    found = pages.get_page(request.GET.get("p"))
    listed = as_shown(found, user_of(request), find_originals(list(found)))
    query = request.GET.copy()
    query.pop("p", None)
    context = {
        "form": form,
        "found": found,
        "listed": _with_next(listed),
        "query": query.urlencode(),
        "back": request.get_full_path(),
        "waiting": waits.waiting,
        "overdue": waits.overdue,
        "refuse_form": RefuseForm(auto_id=False),
    }
    return page(request, "queue.html", place, "queue", pgettext("contributions that wait to be read", "Queue"), context)


def _with_next(listed: list[Shown]) -> list[tuple[Shown, str]]:
    """Each contribution with the public id of the one to go on with."""
    numbers = [shown.contribution.public_id for shown in listed]
    following = [*numbers[1:], *numbers[-2:-1]] if len(numbers) > 1 else [""]
    return list(zip(listed, following, strict=False))


@require_POST
@for_team
def decide(request: HttpRequest, place: Place, contribution_id: int) -> HttpResponse:
    """Carry out what a button about one contribution says. What was typed stays where nothing was changed."""
    contribution = get_object_or_404(place.contributions, pk=contribution_id)
    outcome = _act(contribution, request)
    if outcome.result not in {Result.DONE, Result.UNCHANGED} and request.POST.get("text"):
        form = RefuseForm(request.POST)
        messages.error(request, words(outcome))
        return contribution_page(request, place, contribution_id, form, status=422)
    done = _DONE.get(request.POST.get("action", ""))
    if outcome.kept:
        said = _("Says something else") if _unlinks(request) else words(outcome, done)
        undoing.offer(request, contribution, outcome, said)
    else:
        tell(request, outcome, done)
    return _back(request, place, contribution)


#: What the buttons of a contribution do.
_DONE = {
    "show": LogAction.SHOW,
    "hold": LogAction.HOLD,
    "refuse": LogAction.REFUSE,
    "link": LogAction.SAME_AS,
}


def _unlinks(request: HttpRequest) -> bool:
    """Whether the button, or a field left empty, says that a contribution says the same as no other."""
    action = request.POST.get("action")
    return action == "unlink" or (action == "link" and not request.POST.get("other"))


def _act(contribution: Contribution, request: HttpRequest) -> Outcome:
    posted, user, now = request.POST, user_of(request), timezone.now()
    seen = posted.get("seen", "")
    match posted.get("action"):
        case "show":
            return actions.show(contribution.pk, seen, user, now)
        case "hold":
            return actions.hold(contribution.pk, seen, user, now)
        case "refuse":
            return actions.refuse(contribution.pk, seen, user, now, posted.get("reason", ""), posted.get("text", ""))
        case "link":
            return actions.link(contribution.pk, seen, posted.get("other", ""), user, now)
        case "unlink":
            return actions.link(contribution.pk, seen, "", user, now)
    return Outcome(Result.UNCHANGED)


def _back(request: HttpRequest, place: Place, contribution: Contribution) -> HttpResponse:
    """Back to the list at the next contribution, or to the page of this one."""
    back, following = request.POST.get("back", ""), request.POST.get("next", "")
    listed = next((place.url(name) for name in ("queue", "contributions") if back.startswith(place.url(name))), "")
    if not listed or back.partition("?")[0] != listed:
        return redirect(place.url("contribution", contribution.pk))
    return HttpResponseRedirect(f"{back.partition('#')[0]}#c-{following}" if following.isalnum() else back)
