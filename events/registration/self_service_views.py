"""Self-service of registrants behind mailed links. Opening one changes nothing; only a POST acts."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from events.enums import EventStatus, RegistrationState, TokenPurpose
from events.models import Registration
from events.privacy.audit_log import SELF
from events.public_urls import event_url
from events.registration import actions
from events.registration.actions import Outcome
from events.registration.forms import AnswersForm, LostLinkForm, initial_answers
from events.registration.private_pages import show
from events.registration.queries import position, visible_join_link
from events.registration.tokens import find
from portal.core.operations.database import TROUBLE, not_stored, waits_briefly
from portal.core.web.private_pages import by_token

#: What a button on the page of a registration does.
BUTTONS: dict[str, Callable[[int], Outcome]] = {
    "accept": lambda pk: actions.accept(pk, timezone.now()),
    "decline": lambda pk: actions.decline(pk, timezone.now()),
    "cancel": lambda pk: actions.cancel(pk, SELF, timezone.now()),
    "rejoin": lambda pk: actions.rejoin(pk, timezone.now()),
}


def _unknown(request: HttpRequest) -> HttpResponse:
    """One page for links that are unknown, expired, revoked, cut off or for another purpose."""
    return show(request, "unknown_link.html", {"form": LostLinkForm(label_suffix="")}, status=404)


def _situation(registration: Registration) -> dict[str, object]:
    """Template context of a registration's state, judged by the clock and not by whether the worker has run."""
    event, now = registration.event, timezone.now()
    state = registration.state
    if state == RegistrationState.OFFERED and registration.offer_until and registration.offer_until <= now:
        state = RegistrationState.LAPSED
    waiting = state == RegistrationState.WAITING
    return {
        "registration": registration,
        "event": event,
        "state": state,
        "now": now,
        "place": position(registration) if waiting else None,
        "event_cancelled": event.status == EventStatus.CANCELLED,
        "is_over": event.ends_at <= now,
        "can_cancel": registration.is_live and state != RegistrationState.LAPSED and event.can_cancel(now),
        "can_change": registration.is_live and now < event.starts_at,
        "can_register": event.is_open(now),
        "join_link": visible_join_link(registration, now),
        "event_url": event_url(event, registration.language),
    }


@by_token
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The page of the double opt-in; its button confirms. A link used before shows how things stand."""
    found = find(token, TokenPurpose.CONFIRM, timezone.now())
    if found is None:
        return _unknown(request)
    outcome = None
    if request.method == "POST":
        outcome = actions.confirm(found, timezone.now())
        if outcome in {Outcome.DONE, Outcome.UNCHANGED}:
            return redirect("events:confirm", token=token)
        found = find(token, TokenPurpose.CONFIRM, timezone.now())
        if found is None:
            return _unknown(request)
    return show(
        request,
        "confirm.html",
        {
            **_situation(found.registration),
            "outcome": outcome.name if outcome else "",
            "is_open": found.registration.event.is_open(),
        },
        status=409 if outcome else 200,
    )


@by_token
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """The state of a registration, everything that is stored about it, and what can be done."""
    found = find(token, TokenPurpose.MANAGE, timezone.now())
    if found is None:
        return _unknown(request)
    outcome = None
    if request.method == "POST":
        action = request.POST.get("action", "")
        if action == "erase" and request.POST.get("sure"):
            actions.erase(found.registration_id, SELF, timezone.now())
            return redirect("events:erased")
        if action in BUTTONS:
            outcome = BUTTONS[action](found.registration_id)
            if outcome in {Outcome.DONE, Outcome.UNCHANGED}:
                return redirect("events:manage", token=token)
        found.registration.refresh_from_db()
    registration = found.registration
    return show(
        request,
        "manage.html",
        {
            **_situation(registration),
            "token": token,
            "outcome": outcome.name if outcome else "",
            "answers": list(registration.answers.select_related("question").order_by("question__position")),
            "consent": getattr(registration, "consent", None),
            "asks_if_sure": request.method == "POST" and outcome is None,
        },
        status=409 if outcome else 200,
    )


@by_token
@waits_briefly
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, token: str) -> HttpResponse:
    """Correct the name and the answers."""
    found = find(token, TokenPurpose.MANAGE, timezone.now())
    if found is None:
        return _unknown(request)
    registration = found.registration
    situation = _situation(registration)
    if not situation["can_change"]:
        return redirect("events:manage", token=token)
    form = AnswersForm(
        request.POST if request.method == "POST" else None,
        event=registration.event,
        language=registration.language,
        initial=initial_answers(registration),
    )
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        name, organisation = form.cleaned_data["name"], form.cleaned_data["organisation"]
        try:
            actions.change_details(registration, name, organisation, form.answers(), timezone.now())
        except TROUBLE as error:
            form.add_error(None, not_stored(error))
            status = 503
        else:
            return redirect("events:manage", token=token)
    return show(request, "change.html", {**situation, "form": form, "token": token}, status=status)


@by_token
@require_http_methods(["GET", "HEAD"])
def erased(request: HttpRequest) -> HttpResponse:
    """Says that nothing personal is left."""
    return show(request, "erased.html")
