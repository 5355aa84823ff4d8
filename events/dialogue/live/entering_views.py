"""Views before a live room: the field for the code, and the page with the button that joins."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from events.dialogue.input.pages import show
from events.dialogue.input.participants import find
from events.dialogue.live import joining
from events.dialogue.live.forms import CodeForm, JoinForm
from events.dialogue.live.pages import around_end
from events.dialogue.live.rooms import normalised_code, rooms_with
from events.dialogue.models import Occasion
from portal.core.i18n.languages import active_language
from portal.core.operations.database import TROUBLE, not_stored, waits_briefly
from portal.core.web import rate_limits, rates

#: The answer to a form that was taken: get the next page.
SEE_OTHER = 303


def see_other(response: HttpResponse) -> HttpResponse:
    """A redirect after a form: whatever was sent, the next page is fetched."""
    response.status_code = SEE_OTHER
    return response


@require_http_methods(["GET", "HEAD"])
def find_room(request: HttpRequest) -> HttpResponse:
    """The field for the code; a code that is typed leads to its room."""
    typed = request.GET.get("code", "")
    if not typed.strip():
        return show(request, "live/code.html", {"form": CodeForm(label_suffix="")})
    if not rate_limits.allow(rates.LIVE_CODES, rate_limits.client_address(request)):
        return _too_many(request)
    code = normalised_code(typed)
    if code and rooms_with(code).exists():
        return redirect("dialogue:room", code=code)
    return unknown_code(request, typed)


@csrf_exempt  # no cookie is set: the form has a signed key
@waits_briefly
@require_http_methods(["GET", "HEAD", "POST"])
def enter_room(request: HttpRequest, code: str) -> HttpResponse:
    """What the workshop is, what is kept, and the button that joins."""
    wanted = normalised_code(code)
    occasion = rooms_with(wanted).order_by("-live_code").first()
    if occasion is None:
        if not rate_limits.allow(rates.LIVE_CODES, rate_limits.client_address(request)):
            return _too_many(request)
        return unknown_code(request, code)
    if wanted != code:
        return redirect("dialogue:room", code=wanted)
    if occasion.live_code != code:
        return closed_room(request, occasion)
    form = JoinForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        try:
            answer = _join(request, occasion, code, form)
        except TROUBLE as error:
            form.add_error(None, not_stored(error))
            status = 503
        else:
            if isinstance(answer, HttpResponse):
                return answer
            status = answer
    return show(request, "live/room.html", {"occasion": occasion, "code": code, "form": form}, status=status)


def _join(request: HttpRequest, occasion: Occasion, code: str, form: JoinForm) -> HttpResponse | int:
    """Let somebody in; the status of the page if they cannot come in."""
    address = rate_limits.client_address(request)
    rate = rates.LIVE_JOIN_ROOM if occasion.one_room else rates.LIVE_JOIN
    if not rate_limits.allow(rate, address, occasion.pk):
        form.add_error(
            None, _("Many people join from your network just now. Wait a minute and press the button again.")
        )
        return 429
    if form.is_honeypot_filled():
        return see_other(redirect("dialogue:room", code=code))
    if not form.is_valid():
        return 422
    now = timezone.now()
    secret = joining.secret_in(form.cleaned_data["mine"])
    if form.cleaned_data["mine"]:
        known = find(secret)
        if known is None or known.occasion_id != occasion.pk:
            form.add_error("mine", _("This address belongs to no answer of this workshop. Leave the field empty."))
            return 422
        joining.enter(known, now)
    else:
        secret = joining.join(occasion, active_language(), address, now)
    return see_other(redirect("dialogue:live_me", code=code, secret=secret))


def unknown_code(request: HttpRequest, typed: str) -> HttpResponse:
    """One page for codes that are unknown, mistyped or no codes at all."""
    form = CodeForm(initial={"code": typed[:40]}, label_suffix="")
    return show(request, "live/unknown_code.html", {"form": form}, status=404)


def closed_room(request: HttpRequest, occasion: Occasion) -> HttpResponse:
    """The workshop is over: where its report is, or when it comes."""
    return show(request, "live/closed.html", around_end(occasion))


def _too_many(request: HttpRequest) -> HttpResponse:
    form = CodeForm(label_suffix="")
    problem = _("Too many codes were tried from your network. Wait a minute, then type yours again.")
    return show(request, "live/code.html", {"form": form, "problem": problem}, status=429)
