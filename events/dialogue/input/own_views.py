"""Views behind a personal URL: what somebody has said, what became of it, and what can be done with it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events.dialogue.input import actions, following, participants, sending
from events.dialogue.input.actions import Outcome
from events.dialogue.input.forms import AppealForm, EditForm, FollowForm
from events.dialogue.input.own_group import own_group
from events.dialogue.input.own_queries import open_questions, own_contributions, own_reactions
from events.dialogue.input.pages import show, unknown
from events.dialogue.input.qr_codes import qr_code
from events.dialogue.input.while_typing import similar_answers
from events.dialogue.models import Contribution, Participant
from events.dialogue.queries import find_question
from portal.core.hooks.site_url import absolute
from portal.core.i18n.languages import active_language
from portal.core.mail.addresses import limit_key
from portal.core.operations.database import TROUBLE, not_stored, waits_briefly
from portal.core.web import rate_limits, rates
from portal.core.web.private_pages import by_token


@by_token
@require_safe
def mine(request: HttpRequest, secret: str = "") -> HttpResponse:
    """Everything that a participant has said, and what became of it."""
    participant = participants.find(secret)
    if participant is None:
        return unknown(request)
    language, now, reactions = active_language(), timezone.now(), own_reactions(participant)
    context = {
        "participant": participant,
        "secret": secret,
        "address": absolute(reverse("dialogue:mine", args=[secret])),
        "entries": own_contributions(participant, language),
        "reactions": reactions,
        "own_group": own_group(participant, language) if reactions else None,
        "open_questions": open_questions(participant, now),
    }
    return show(request, "input/mine.html", {**context, **_around(participant)})


def _around(participant: Participant) -> dict[str, object]:
    occasion = participant.occasion
    return {
        "occasion": occasion,
        "occasion_page": occasion.page(active_language()) if occasion else None,
    }


@by_token
@require_safe
def sent(request: HttpRequest, secret: str, public_id: str) -> HttpResponse:
    """What was sent, and the personal URL to keep."""
    participant = participants.find(secret)
    if participant is None:
        return unknown(request)
    contribution = actions.own(participant, public_id)
    agreed = participant.reactions.select_related("contribution__question").filter(contribution__public_id=public_id)
    reaction = None if contribution else agreed.first()
    if contribution is None and reaction is None:
        return unknown(request)
    about = contribution or reaction.contribution  # type: ignore[union-attr]
    context = {
        "contribution": contribution,
        "question": about.question,
        "secret": secret,
        "address": (address := absolute(reverse("dialogue:mine", args=[secret]))),
        "qr": qr_code(address),
        "followers": following.is_followed(contribution) if contribution else False,
    }
    return show(request, "input/sent.html", {**context, **_around(participant)})


@by_token
@waits_briefly
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def answer_again(request: HttpRequest, secret: str, public_id: str) -> HttpResponse:
    """The form to answer another question of the same occasion."""
    participant = participants.find(secret)
    question = find_question(public_id.lower()) if participant else None
    if participant is None or question is None or question.occasion_id != participant.occasion_id:
        return unknown(request)
    target = sending.question_target(question, reverse("dialogue:question", args=[question.public_id]))
    return sending.handle(request, target, participant=participant, secret=secret)


@by_token
@sensitive_post_parameters()
@require_POST
def similar(request: HttpRequest, secret: str, public_id: str) -> HttpResponse:
    """What others have said already, for the script of the form to answer another question."""
    participant, question = participants.find(secret), find_question(public_id.lower())
    if participant is None or question is None:
        raise Http404
    return similar_answers(request, question, participant)


@by_token
@waits_briefly
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, secret: str, public_id: str) -> HttpResponse:
    """One's own contribution: change, withdraw, appeal, be told by mail."""
    participant = participants.find(secret)
    contribution = actions.own(participant, public_id) if participant else None
    if participant is None or contribution is None:
        return unknown(request)
    forms = _forms(contribution)
    status, problem = 200, ""
    action = request.POST.get("action", "") if request.method == "POST" else ""
    if request.method == "POST":
        status, problem, answer = _act(request, participant, contribution, action, forms)
        if answer is not None:
            return answer
        contribution = actions.own(participant, public_id) or contribution
    context = {
        "contribution": contribution,
        "question": contribution.question,
        "secret": secret,
        "problem": problem,
        "action": action,
        "can_edit": actions.can_edit(contribution),
        "can_appeal": actions.can_appeal(contribution),
        "is_followed": following.is_followed(contribution),
        "forms": forms,
        "form": forms.get(action),
    }
    return show(request, "input/own.html", {**context, **_around(participant)}, status)


def _forms(contribution: Contribution) -> dict[str, object]:
    language, occasion = active_language(), contribution.occasion
    initial = EditForm.initial_of(contribution)
    return {
        "edit": EditForm(occasion=occasion, language=language, initial=initial),
        "appeal": AppealForm(),
        "follow": FollowForm(),
    }


def _act(
    request: HttpRequest, participant: Participant, contribution: Contribution, action: str, forms: dict[str, Any]
) -> tuple[int, str, HttpResponse | None]:
    """Do what a button says: status and message for the page, or the page to go to."""
    if not rate_limits.allow(rates.CONTRIBUTE_PERSON, participant.key_sha256):
        return 429, _("Too many forms came from this page. Wait an hour and send yours again."), None
    if action == "edit":
        forms["edit"] = EditForm(request.POST, occasion=contribution.occasion, language=active_language())
    elif action in {"appeal", "follow"}:
        forms[action] = (AppealForm if action == "appeal" else FollowForm)(request.POST)
    if action in forms and not forms[action].is_valid():
        return 422, "", None
    if action not in _BUTTONS:
        return 422, _("The portal does not understand this request. Go back and try again."), None
    try:
        outcome, public_id = _BUTTONS[action](participant, contribution, forms.get(action), timezone.now())
    except TROUBLE as error:
        return 503, not_stored(error), None
    if outcome == Outcome.IMPOSSIBLE:
        return 409, _("This is no longer possible. Below you see how things stand."), None
    secret = request.resolver_match.kwargs["secret"] if request.resolver_match else ""
    return 302, "", redirect("dialogue:own", secret=secret, public_id=public_id)


def _edit(participant: Participant, contribution: Contribution, form: Any, now: datetime) -> tuple[Outcome, str]:
    return actions.edit(participant, contribution.public_id, form.words(), now)


def _withdraw(participant: Participant, contribution: Contribution, form: object, now: datetime) -> tuple[Outcome, str]:
    return actions.withdraw(participant, contribution.public_id, now), contribution.public_id


def _appeal(participant: Participant, contribution: Contribution, form: Any, now: datetime) -> tuple[Outcome, str]:
    reason = form.cleaned_data["reason"]
    return actions.appeal(participant, contribution.public_id, reason, now), contribution.public_id


def _follow(participant: Participant, contribution: Contribution, form: Any, now: datetime) -> tuple[Outcome, str]:
    if not contribution.text:
        return Outcome.IMPOSSIBLE, contribution.public_id
    address = form.cleaned_data["email"]
    if rate_limits.allow(rates.FOLLOW_ADDRESS, limit_key(address)):
        following.follow(contribution, address, active_language(), now)
    return Outcome.DONE, contribution.public_id


def _unfollow(participant: Participant, contribution: Contribution, form: object, now: datetime) -> tuple[Outcome, str]:
    following.stop_all(contribution)
    return Outcome.DONE, contribution.public_id


#: What a button on the page of one's own contribution does.
_BUTTONS: dict[str, Callable[[Participant, Contribution, Any, datetime], tuple[Outcome, str]]] = {
    "edit": _edit,
    "withdraw": _withdraw,
    "appeal": _appeal,
    "follow": _follow,
    "unfollow": _unfollow,
}
