"""The facilitator's page of a live room, within Wagtail's admin. Others than the owner's team get 404."""

from collections.abc import Callable
from functools import wraps
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from events.dialogue.enums import LogAction, Phase, RefusalReason
from events.dialogue.live import exclusion, rooms, rounds
from events.dialogue.live.desk_queries import desk_context, last_click
from events.dialogue.live.rounds import Click
from events.dialogue.live.screen_views import THEMES, WALL
from events.dialogue.live.state import expire
from events.dialogue.models import Contribution, Occasion
from events.dialogue.moderation import actions as moderation
from events.dialogue.moderation import undoing
from events.dialogue.moderation.desk_tabs import desk_tabs
from events.dialogue.moderation.seals import Outcome, Result
from events.dialogue.rights import occasions_of, readable_occasions
from portal.core.users.models import User

Do = Callable[[HttpRequest, Occasion], Click | None]
#: Longest advisory clock, in minutes; most pages of a projector.
MOST_MINUTES, MOST_PAGES = 600, 500


def for_team(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give the view the occasion, or answer 404 to everybody who is not of the owner's team or the secretariat.

    Whoever may look at every desk may look at this one.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, occasion_id: int, **kwargs: object) -> HttpResponseBase:
        reads = request.method in {"GET", "HEAD"}
        found = (readable_occasions if reads else occasions_of)(request.user)
        occasion = get_object_or_404(found, pk=occasion_id)
        response = view(request, occasion, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return wrapped


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def live_desk(request: HttpRequest, occasion: Occasion) -> HttpResponse:
    """The plan of rounds with its buttons, the queue, the numbers, the projector."""
    if request.method == "POST":
        do = DOINGS.get(request.POST.get("do", ""))
        click = do(request, occasion) if do else Click.IMPOSSIBLE
        occasion.refresh_from_db()
        if click is not None:
            _tell(request, occasion, click)
        expire(occasion.live_code)
        expire(occasion.former_code)
        return redirect("live_desk", occasion_id=occasion.pk)
    is_own = occasions_of(request.user).filter(pk=occasion.pk).exists()
    context = {
        **desk_context(occasion),
        "tabs": desk_tabs(str(occasion.pk), has_occasion=True, here="live_desk", read_only=not is_own),
        "read_only": not is_own,
    }
    return render(request, "dialogue/live/desk.html", context)


def editor(request: HttpRequest) -> User:
    """Whoever is logged in; the admin lets nobody else come so far."""
    return cast("User", request.user)


def _tell(request: HttpRequest, occasion: Occasion, click: Click) -> None:
    """Say what became of a click; of a stale one, who did what meanwhile."""
    if click == Click.DONE:
        messages.success(request, _done(request.POST.get("do", ""), occasion))
    elif click == Click.STALE:
        messages.warning(
            request,
            _("Nothing was changed, since the page was older than the room: %(what)s") % {"what": last_click(occasion)},
        )
    else:
        messages.error(request, _("That is not possible just now."))


def _done(do: str, occasion: Occasion) -> str:
    """What a button has done, in words."""
    current = occasion.rounds.exclude(phase=Phase.CLOSED).first()
    phase = Phase(current.phase if current else Phase.CLOSED).label
    said: dict[str, object] = {
        "open_room": LogAction.GO_LIVE.label,
        "close_room": LogAction.END_LIVE.label,
        "pause": LogAction.PAUSE.label if current and current.paused else LogAction.RESUME.label,
        "freeze": LogAction.FREEZE.label if occasion.frozen else LogAction.THAW.label,
        "one_room": _("People are in one room") if occasion.one_room else _("People are in many places"),
        "readmit": LogAction.READMIT.label,
    }
    return str(said.get(do) or _("Now: %(phase)s") % {"phase": phase})


def _number(request: HttpRequest, name: str, most: int = 2**31) -> int:
    """A number of the form; 0 for whatever is none."""
    typed = request.POST.get(name, "")
    return min(int(typed), most) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def _seen(request: HttpRequest) -> int:
    """``phase_version`` of the page on which the button was pressed."""
    return _number(request, "version")


def _open_room(request: HttpRequest, occasion: Occasion) -> Click:
    rooms.open_room(occasion.pk, editor(request), timezone.now())
    return Click.DONE


def _close_room(request: HttpRequest, occasion: Occasion) -> Click | None:
    if not request.POST.get("sure"):
        messages.error(request, _("Tick “The workshop is over” first."))
        return None
    rooms.close_room(occasion.pk, editor(request), timezone.now())
    return Click.DONE


def _one_room(request: HttpRequest, occasion: Occasion) -> Click:
    rooms.set_one_room(occasion.pk, request.POST.get("on") == "1")
    return Click.DONE


def _open_round(request: HttpRequest, occasion: Occasion) -> Click:
    minutes = _number(request, "minutes", MOST_MINUTES) or None
    question = _number(request, "question")
    now = timezone.now()
    return rounds.open_round(occasion.pk, _seen(request), editor(request), now, question_id=question, minutes=minutes)


def _move_round(request: HttpRequest, occasion: Occasion) -> Click:
    phase = request.POST.get("phase", "")
    if phase not in Phase.values:
        return Click.IMPOSSIBLE
    return rounds.move_round(occasion.pk, _seen(request), editor(request), timezone.now(), phase=Phase(phase))


def _reopen(request: HttpRequest, occasion: Occasion) -> Click:
    number = _number(request, "number")
    return rounds.reopen_round(occasion.pk, _seen(request), editor(request), timezone.now(), number=number)


def _pause(request: HttpRequest, occasion: Occasion) -> Click:
    paused = request.POST.get("on") == "1"
    return rounds.set_paused(occasion.pk, _seen(request), editor(request), timezone.now(), paused=paused)


def _freeze(request: HttpRequest, occasion: Occasion) -> Click:
    frozen = request.POST.get("on") == "1"
    return rounds.set_frozen(occasion.pk, _seen(request), editor(request), timezone.now(), frozen=frozen)


def _turn(request: HttpRequest, occasion: Occasion) -> Click | None:
    view = THEMES if request.POST.get("view") == THEMES else WALL
    rooms.turn_screen(occasion.pk, view, max(1, _number(request, "page", MOST_PAGES)))
    return None


def _statement(request: HttpRequest, occasion: Occasion) -> Contribution:
    """The statement of a button in the queue.

    Raises:
        Http404: it belongs to another occasion.
    """
    return get_object_or_404(Contribution, occasion=occasion, pk=_number(request, "statement"))


def _show(request: HttpRequest, occasion: Occasion) -> None:
    statement = _statement(request, occasion)
    seen = request.POST.get("seen", "")
    outcome = moderation.show(statement.pk, seen, editor(request), timezone.now())
    _tell_decision(request, statement, outcome, LogAction.SHOW)


def _refuse(request: HttpRequest, occasion: Occasion) -> None:
    statement, seen, reason = (
        _statement(request, occasion),
        request.POST.get("seen", ""),
        request.POST.get("reason", ""),
    )
    if reason not in RefusalReason.values:
        messages.error(request, _("Choose a reason: the author reads it."))
        return
    outcome = moderation.refuse(statement.pk, seen, editor(request), timezone.now(), reason)
    _tell_decision(request, statement, outcome, LogAction.REFUSE)


def _tell_decision(request: HttpRequest, statement: Contribution, outcome: Outcome, decided: LogAction) -> None:
    if outcome.result == Result.DONE:
        undoing.offer(request, statement, outcome, str(decided.label))
    elif outcome.result == Result.OWN:
        messages.error(request, _("Nobody decides about words of their own."))
    elif outcome.result == Result.STALE:
        messages.warning(request, _("%(number)s was changed meanwhile.") % {"number": statement.public_id})


def _exclude(request: HttpRequest, occasion: Occasion) -> Click | None:
    chosen = [UUID(text) for text in request.POST.getlist("participant") if _is_uuid(text)]
    because = request.POST.get("because", "")
    number = exclusion.exclude(occasion, chosen, because, editor(request), timezone.now())
    if not number:
        messages.error(request, _("Choose participants, and write why: everybody reads how many are not counted."))
        return None
    messages.success(
        request,
        ngettext(
            "%(number)s participant is no longer counted.", "%(number)s participants are no longer counted.", number
        )
        % {"number": number},
    )
    return None


def _readmit(request: HttpRequest, occasion: Occasion) -> Click:
    text = request.POST.get("participant", "")
    done = _is_uuid(text) and exclusion.readmit(occasion, UUID(text), editor(request), timezone.now())
    return Click.DONE if done else Click.IMPOSSIBLE


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


#: What the buttons of the page do.
DOINGS: dict[str, Do] = {
    "open_room": _open_room,
    "close_room": _close_room,
    "one_room": _one_room,
    "open_round": _open_round,
    "move": _move_round,
    "reopen": _reopen,
    "pause": _pause,
    "freeze": _freeze,
    "turn": _turn,
    "show": _show,
    "refuse": _refuse,
    "exclude": _exclude,
    "readmit": _readmit,
}
