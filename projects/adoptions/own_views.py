"""The view behind a mailed link: confirm, answer “still so?”, change, stop, withdraw. Opening it changes nothing."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.core.i18n.languages import active_language
from portal.core.operations.database import TROUBLE, not_stored, waits_briefly
from portal.core.web import rate_limits, rates
from portal.core.web.private_pages import by_token
from projects.adoptions import actions, links
from projects.adoptions.actions import Outcome
from projects.adoptions.forms import ChangeForm, LostLinkForm
from projects.adoptions.pages import show
from projects.adoptions.subjects import used_by
from projects.models import Adoption


@by_token
@waits_briefly
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, token: str = "") -> HttpResponse:
    """One's own adoption, and what can be done with it."""
    adoption = links.find(token)
    if adoption is None:
        return show(request, "unknown_link.html", 404, form=LostLinkForm())
    status, problem, form = 200, "", None
    if request.method == "POST":
        status, problem, form = _act(request, adoption)
        if status == 302:
            return show(request, "withdrawn.html") if "withdraw" in request.POST else redirect("own_adoption", token)
    context = {
        "adoption": adoption,
        "used": used_by(adoption, active_language()),
        "silent_since": adoption.silent_since(timezone.now()),
        "problem": problem,
        "form": form or _form(adoption, initial=ChangeForm.initial_of(adoption)),
    }
    return show(request, "own.html", status, **context)


def _form(adoption: Adoption, **kwargs: object) -> ChangeForm:
    return ChangeForm(label_suffix="", case_key=adoption.case_key, **kwargs)


def _act(request: HttpRequest, adoption: Adoption) -> tuple[int, str, ChangeForm | None]:
    """Do what the button says: status, message, and the form as it was typed. 302 is: it is done."""
    typed = _form(adoption, data=request.POST) if "change" in request.POST else None
    if not rate_limits.allow(rates.USE_PERSON, str(adoption.pk)):
        return 429, _("Too many forms came from this page. Wait an hour and send yours again."), typed
    if typed is not None and not typed.is_valid():
        return 422, "", typed
    chosen = next((name for name in (*_BUTTONS, "change") if name in request.POST), "")
    if not chosen:
        return 422, _("The portal does not understand this request. Go back and try again."), typed
    now = timezone.now()
    try:
        outcome = actions.change(adoption.pk, typed.words(), now) if typed else _BUTTONS[chosen](adoption.pk, now)
    except TROUBLE as error:
        return 503, not_stored(error), typed
    if outcome == Outcome.IMPOSSIBLE:
        return 409, _("This is no longer possible. Below you see how things stand."), typed
    return 302, "", None


#: What a button on the page does.
_BUTTONS: dict[str, Callable[[int, datetime], Any]] = {
    "confirm": actions.confirm,
    "still": actions.still,
    "stop": actions.stop,
    "withdraw": actions.withdraw,
}
