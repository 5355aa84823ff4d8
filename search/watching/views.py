"""Views of watching a list by mail: the form, and the pages behind mailed links, where opening one changes nothing."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.i18n.languages import active_language
from portal.core.mail.addresses import limit_key
from portal.core.models.frame import frame_for
from portal.core.operations.database import TROUBLE, not_stored, waits_briefly
from portal.core.web import rate_limits, rates
from portal.core.web.private_pages import by_token, uncached
from search.models import Watch
from search.watching import actions
from search.watching.forms import WatchForm
from search.watching.lists import WatchedList


@csrf_exempt  # no session stands behind the form, and no cookie is set; its signed key says that it was opened here
@uncached
@waits_briefly
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def watch(request: HttpRequest) -> HttpResponse:
    """What is new in a list, by mail. The answer is the same whether or not a mail is sent."""
    if request.method != "POST":
        form = WatchForm(watched=WatchedList.read(request.GET.get("list", ""), request.GET.urlencode()))
        return _show(request, "watch", form=form)
    form = WatchForm(request.POST, watched=_typed(request.POST))
    if form.is_honeypot_filled():
        return redirect("watch_sent")
    try:
        status = _refusal(request, form)
        if not status:
            actions.watch(form.watched, form.cleaned_data["email"], active_language(), timezone.now())
    except TROUBLE as error:
        form.add_error(None, not_stored(error))
        status = 503
    return _show(request, "watch", status, form=form) if status else redirect("watch_sent")


def _typed(sent: QueryDict) -> WatchedList:
    """The list that a form names: the filters as they came, the words as they were typed."""
    kept = QueryDict(sent.get("filters", "")[:4000], mutable=True)
    kept["q"] = sent.get("words", "")
    return WatchedList.read(sent.get("place", ""), kept.urlencode())


def _refusal(request: HttpRequest, form: WatchForm) -> int:
    """The status with which the form is shown again; 0 if it can be used."""
    if not rate_limits.allow(rates.WATCH_NETWORK, rate_limits.client_address(request)):
        form.add_error(None, _("Too many forms came from your network. Wait an hour and send yours again."))
        return 429
    if not form.is_valid():
        return 422
    if not rate_limits.allow(rates.WATCH_ADDRESS, limit_key(form.cleaned_data["email"])):
        form.add_error(None, _("Too many mails were asked for today for this address. Try again tomorrow."))
        return 429
    return 0


@uncached
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What happens next."""
    return _show(request, "sent")


@by_token
@waits_briefly
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str = "") -> HttpResponse:
    """The page of the double opt-in; its button confirms. A link used before says that it is done."""
    found = actions.WATCHING.find(token, timezone.now())
    if found is None:
        return _show(request, "unknown_link", 404)
    if request.method == "POST":
        actions.WATCHING.confirm(found, timezone.now())
    done = request.method == "POST" or found.confirmed_at is not None
    return _show(request, "confirm", about=found, done=done, end_path=actions.end_path(found))


@by_token
@waits_briefly
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, signed: str = "") -> HttpResponse:
    """Ends one watch, or all of its address (RFC 8058: mail programs post here too)."""
    number = actions.read_end(signed)
    if number is None:
        return _show(request, "unknown_link", 404)
    found = Watch.objects.filter(pk=number).first()
    if found is None:
        return _show(request, "end", done=True)
    own = Watch.objects.filter(address_hmac=found.address_hmac)
    if request.method == "POST":
        actions.WATCHING.end(own if "all" in request.POST else own.filter(pk=number))
        return _show(request, "end", done=True)
    return _show(request, "end", about=found, others=own.count() - 1)


def _show(
    request: HttpRequest, template: str, status: int = 200, about: Watch | None = None, **context: object
) -> HttpResponse:
    """A page within the frame of the site, which nobody lists or keeps; with the list of a watch, or of the form."""
    language, form = active_language(), context.get("form")
    frame = frame_for(language)
    watched = WatchedList.read(about.place, about.query) if about else getattr(form, "watched", None)
    if watched:
        context |= {"watched": watched, "labels": watched.labels(frame), "list_path": watched.path(language)}
    return render(request, f"search/watching/{template}.html", {"frame": frame, **context}, status=status)
