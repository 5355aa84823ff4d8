"""Views of a participant's personal page in a live room. Every step works as a plain form; the script uses the same."""

import json
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from events.dialogue.enums import Phase, RefusalReason
from events.dialogue.input.flagging import flag
from events.dialogue.input.own_group import own_group
from events.dialogue.input.pages import show
from events.dialogue.input.participants import find
from events.dialogue.live import joining, reacting
from events.dialogue.live.entering_views import see_other
from events.dialogue.live.forms import StatementForm, words_of
from events.dialogue.live.hot import Person, find_person
from events.dialogue.live.pages import around_end
from events.dialogue.live.personal import Personal, personal, questions_by_id
from events.dialogue.live.reacting import MOST_REACTIONS, Fault, Stored, Wanted
from events.dialogue.live.reading import OVER, State
from events.dialogue.live.rooms import normalised_code
from events.dialogue.live.state import counted, state_of
from events.dialogue.live.statements import Refusal, give
from events.dialogue.live.words import held_words, script_words
from events.dialogue.models import Contribution, Participant, Round
from portal.core.i18n.languages import active_language
from portal.core.operations.database import TROUBLE, not_stored, waits_briefly
from portal.core.web.private_pages import by_token
from portal.core.web.rate_limits import allow_here
from portal.core.web.rates import LIVE_REACTIONS
from portal.core.web.tokens import fingerprint, is_token, new_token

#: Longest body of a batch of reactions, in bytes: twenty need less than one thousand.
MOST_BODY = 8000
#: Seconds between two reloads that somebody chose.
RELOAD_SECONDS = 15
#: What a reader can say is wrong with a statement; that somebody repeats something only the desk can know.
REPORT_REASONS = [choice for choice in RefusalReason.choices if choice[0] != RefusalReason.REPEATED]


@by_token
@waits_briefly
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """The personal page: write, react, look at all."""
    if request.method == "POST":
        action = _ACTIONS.get(request.POST.get("action", ""))
        return action(request, code, secret) if action else _page(request, code, secret, status=400)
    return _page(request, code, secret)


@by_token
@require_http_methods(["POST"])
def react(request: HttpRequest, language: str, code: str, secret: str) -> HttpResponse:
    """A batch of reactions as JSON: ``[[id, value], …]``, null as value takes back; the answer says what was taken."""
    with counted(), override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        person, state = _person(code, secret)
        if person is None or state is None:
            return JsonResponse({"error": words_of(Refusal.UNKNOWN)}, status=404)
        if person.is_excluded:
            return JsonResponse({"error": words_of(Refusal.EXCLUDED)}, status=409)
        batch = _batch_of(request)
        if batch is None:
            return JsonResponse({"error": _("The portal does not understand this request.")}, status=400)
        if not _is_within_rate(person, len(batch)):
            return JsonResponse({"error": _("Please wait a minute.")}, status=429, headers={"Retry-After": "60"})
        stored = reacting.react(person, batch, timezone.now())
        refused = [[index, 409 if fault == Fault.PHASE else 422, fault] for index, fault in stored.refused]
        content = {"taken": _counts(state, stored), "refused": refused, "phase": state.phase}
        return JsonResponse(content, status=stored.status)


def _known(code: str, secret: str) -> tuple[Participant | None, State | None]:
    """The participant of this room and its state; (None, None) for a secret of another room, or that is cut off."""
    participant = find(secret)
    occasion = participant.occasion if participant else None
    if occasion is None or code not in {occasion.live_code, occasion.former_code}:
        return None, None
    return participant, state_of(code)


def _person(code: str, secret: str) -> tuple[Person | None, State | None]:
    """The same as far as a reaction asks."""
    person = find_person(fingerprint(secret)) if is_token(secret) else None
    if person is None or code not in {person.live_code, person.former_code}:
        return None, None
    return person, state_of(code)


def _batch_of(request: HttpRequest) -> list[Wanted | None] | None:
    """The reactions of a request; None for what is no list. What is no reaction is None at its place."""
    try:
        body = request.body if int(request.headers.get("Content-Length") or 0) <= MOST_BODY else b""
        content = json.loads(body)
    except (ValueError, RecursionError, RequestDataTooBig, UnreadablePostError):
        return None
    return [_wanted(item) for item in content] if isinstance(content, list) else None


def _wanted(item: object) -> Wanted | None:
    match item:
        case [str() as public_id, None]:
            return Wanted(public_id, None)
        case [str() as public_id, int() as value] if not isinstance(value, bool) and "\x00" not in public_id:
            return Wanted(public_id, value)
    return None


def _is_within_rate(person: Person, number: int) -> bool:
    """Whether so many reactions more are within the rate, by what this process has counted in this minute."""
    return allow_here(LIVE_REACTIONS, str(person.key), min(number, MOST_REACTIONS))


def _counts(state: State, stored: Stored) -> list[list[object]]:
    """Statement, value and counts of what was taken: whoever reacted may see what others think."""
    rows = {row.public_id: row for row in state.rows}
    taken: list[list[object]] = []
    for public_id, (before, value) in stored.taken.items():
        counts: list[int] = []
        if value is not None and (row := rows.get(public_id)):
            counts = list(row.counts)
            if before != value:
                # The kept state may be a second old: this reaction is counted here, and the one that it replaces not.
                counts[{1: 0, -1: 1, 0: 2}[value]] += 1
                if before is not None:
                    place = {1: 0, -1: 1, 0: 2}[before]
                    counts[place] = max(0, counts[place] - 1)
        taken.append([public_id, value, *counts])
    return taken


def _say(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """Take a statement."""
    form = StatementForm(request.POST)
    refusal: Refusal | None = None
    if form.is_valid():
        data = form.cleaned_data
        try:
            taken = give(
                secret,
                code,
                number=data["round"],
                text=data["text"],
                language=data["language"],
                form_key=data["form_key"] or new_token(),
                now=timezone.now(),
            )
        except TROUBLE as error:
            form.add_error(None, not_stored(error))
            return _not_said(request, code, secret, form, 503)
        if taken.statement:
            return _said(request, code, secret, taken.statement)
        refusal = taken.refusal
        form.add_error("text", words_of(refusal or Refusal.UNKNOWN))
    return _not_said(request, code, secret, form, _status_of(refusal))


def _status_of(refusal: Refusal | None) -> int:
    if refusal is None:
        return 422
    return 404 if refusal == Refusal.UNKNOWN else 409


def _said(request: HttpRequest, code: str, secret: str, statement: Contribution) -> HttpResponse:
    if _wants_json(request):
        said = {
            "id": statement.public_id,
            "text": statement.text,
            "language": statement.language,
            "state": statement.get_state_display(),
            "late": statement.late,
            "form_key": new_token(),
        }
        return JsonResponse(said)
    what = "late" if statement.late else "said"
    return see_other(redirect(f"{reverse('dialogue:live_me', args=[code, secret])}?done={what}#write"))


def _not_said(request: HttpRequest, code: str, secret: str, form: StatementForm, status: int) -> HttpResponse:
    if _wants_json(request):
        errors = [str(error) for errors in form.errors.values() for error in errors]
        return JsonResponse({"error": " ".join(errors)}, status=status)
    return _page(request, code, secret, form=form, status=status)


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _react_once(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """One reaction by a button."""
    person, _state = _person(code, secret)
    if person is None:
        return _page(request, code, secret)
    public_id, typed = request.POST.get("statement", "")[:20], request.POST.get("value", "")
    value = {"1": 1, "0": 0, "-1": -1, "back": None}.get(typed, 2)
    if person.is_excluded:
        return _page(request, code, secret, problem=words_of(Refusal.EXCLUDED), status=409)
    if not _is_within_rate(person, 1):
        return _page(request, code, secret, problem=_("Please wait a minute."), status=429)
    stored = reacting.react(person, [Wanted(public_id, value)], timezone.now())
    if stored.refused:
        return _page(request, code, secret, problem=_fault_words(stored.refused[0][1]), status=stored.status)
    return see_other(redirect("dialogue:live_me", code=code, secret=secret))


def _fault_words(fault: Fault) -> str:
    return {
        Fault.OWN: _("This is your own statement: others react to it."),
        Fault.PHASE: _("Reactions are not asked for just now. Below is what is."),
        Fault.UNKNOWN: _("This statement is no longer shown."),
    }.get(fault, _("Choose one of the three buttons."))


def _flag(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """Report a statement to the organisers."""
    participant, _state = _known(code, secret)
    if participant is None:
        return _page(request, code, secret)
    statement = Contribution.objects.filter(
        occasion=participant.occasion_id, public_id=request.POST.get("statement", "")[:20]
    ).first()
    reason = request.POST.get("reason", "")
    if statement is None or reason not in dict(REPORT_REASONS):
        return _page(request, code, secret, problem=_("This statement is no longer shown."), status=422)
    flag(statement, reason, secret, timezone.now())
    return see_other(redirect(f"{reverse('dialogue:live_me', args=[code, secret])}?done=flagged"))


def _enter(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """The button of somebody who answered before the workshop and comes with the personal address of then."""
    participant, state = _known(code, secret)
    if participant and state:
        joining.enter(participant, timezone.now())
        return see_other(redirect("dialogue:live_me", code=code, secret=secret))
    return _page(request, code, secret)


_ACTIONS: dict[str, Callable[[HttpRequest, str, str], HttpResponse]] = {
    "say": _say,
    "react": _react_once,
    "enter": _enter,
    "flag": _flag,
}


def _page(
    request: HttpRequest,
    code: str,
    secret: str,
    *,
    form: StatementForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    participant, state = _known(code, secret)
    if participant is None or state is None or participant.occasion is None:
        return show(request, "live/unknown_address.html", {"code": normalised_code(code)}, status=404)
    mine, language = personal(participant, state, code), active_language()
    rounds = list(Round.objects.filter(occasion=state.occasion_id).select_related("question"))
    asked = _asked(rounds, request.GET.get("round", "") or request.POST.get("round", ""), state)
    if form is None:
        form = StatementForm(initial={"language": language, "round": asked.number if asked else 0})
    card = mine.next_card(request.GET.get("s", "")) if state.phase == Phase.REACT else None
    left, is_earlier = len(mine.open_rows), bool(asked and asked.number != state.number)
    context = {
        "occasion": participant.occasion,
        "page_url": participant.occasion.page(language).get("url", ""),
        "code": code,
        "secret": secret,
        "mine": mine,
        "state": state,
        "phase_words": Phase(state.phase).label if state.phase in Phase.values else "",
        "form": form,
        "asked": asked,
        "asked_language": asked.question.language_for(language) if asked else "",
        "is_earlier": is_earlier,
        "shows_field": asked and (is_earlier or state.phase in {Phase.WRITE, Phase.REACT} or form.errors),
        "earlier": [one for one in rounds if asked and one.number != asked.number],
        "card": card,
        "left": left,
        "left_words": _left_words(left),
        "walls": mine.walls() if state.shows_counts else [],
        "now": timezone.now(),
        "done": request.GET.get("done", ""),
        "problem": problem,
        "held_words": held_words().get(state.held, ""),
        "reload": RELOAD_SECONDS if "reload" in request.GET else 0,
        "reasons": REPORT_REASONS,
        # Of rounds that are over: while people write or react, there is nothing to compare yet.
        "own_group": own_group(participant, language) if state.phase in {Phase.CLOSED, OVER} else None,
        "script": _script_data(mine, code, secret),
    }
    if state.phase == OVER:
        context |= around_end(participant.occasion)
    return show(request, "live/me.html", context, status=status)


def _left_words(left: int) -> str:
    return ngettext(
        "%(left)d statement left. Reacting is optional.", "%(left)d statements left. All are optional.", left
    ) % {"left": left}


def _asked(rounds: list[Round], typed: str, state: State) -> Round | None:
    """The round that the form is about: an earlier one that somebody chose, else the present one."""
    wanted = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else state.number
    found = {one.number: one for one in rounds}
    return found.get(wanted) or found.get(state.number)


def _script_data(mine: Personal, code: str, secret: str) -> dict[str, object]:
    """What the script needs to know about the one whose page it is."""
    rows = {row.pk: row.public_id for row in mine.state.rows}
    return {
        "state": reverse("live_state", args=[code]),
        "texts": reverse("live_texts", args=[code, 0, 0]).replace("0-g0.json", ""),
        "react": reverse("live_react", args=[active_language(), code, secret]),
        "version": mine.state.version,
        "round": mine.state.number,
        "seed": mine.seed,
        "language": mine.language,
        "own": [one.public_id for one in mine.own],
        "values": {rows[number]: value for number, value in mine.values.items() if number in rows},
        "questions": questions_by_id(mine.state.occasion_id, mine.language),
        "words": script_words(),
    }
