"""Views of the registration form and of lost links, for visitors."""

from collections.abc import Iterable
from typing import cast

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from events.models import Event
from events.outbox import queue_lost_link
from events.public_urls import event_url
from events.registration import actions
from events.registration.consent import current_consent
from events.registration.forms import LostLinkForm, RegistrationForm, event_of_form_key
from events.registration.private_pages import show
from events.registration.queries import CountedPool, event_by_slug, numbered_pools
from portal.core.i18n.languages import active_language
from portal.core.mail.addresses import limit_key
from portal.core.operations.database import TROUBLE, not_stored, waits_briefly
from portal.core.web import rate_limits, rates
from portal.core.web.private_pages import uncached

#: The status of the answer to a form that was taken: a redirect.
SENT = 302


def _seats(event: Event) -> list[dict[str, object]]:
    """What everybody may know of each pool: how many places are left, or that one can wait."""
    rows: list[dict[str, object]] = []
    for pool in cast("Iterable[CountedPool]", event.pools.all()):
        left = None if pool.capacity is None else max(0, pool.capacity - pool.taken)
        if pool.waiting:
            left = 0
        rows.append({"pool": pool, "left": left, "waits": left == 0 and pool.waiting_list and pool.capacity != 0})
    return rows


@uncached
@waits_briefly
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """The registration form. It outlives its page, which may be renamed or taken away while somebody types."""
    event = event_by_slug(request, slug)
    if event is None and request.method == "POST":
        pools = Prefetch("pools", numbered_pools(timezone.now()))
        event = (
            Event.objects.prefetch_related("texts", pools)
            .filter(pk=event_of_form_key(request.POST.get("form_key", "")) or 0)
            .first()
        )
    if event is None:
        raise Http404
    form = RegistrationForm(
        request.POST if request.method == "POST" else None,
        event=event,
        language=active_language(),
        consent_text=current_consent(event, active_language()),
    )
    problem, status = "", 200
    if request.method == "POST":
        try:
            problem, status = _answer(request, event, form)
        except TROUBLE as error:
            problem, status = not_stored(error), 503
        if status == SENT:
            return _sent(event, slug)
        if problem:
            form.add_error(None, problem)
    seats = _seats(event)
    return show(
        request,
        "register.html",
        {
            "event": event,
            "event_url": event_url(event, active_language()),
            "form": form,
            "seats": seats,
            "text": event.text(active_language()),
            "shows_form": (
                event.is_open() and bool(form.pools) and any(seat["left"] != 0 or seat["waits"] for seat in seats)
            )
            or status != 200,
            "now": timezone.now(),
        },
        status=status,
    )


def _answer(request: HttpRequest, event: Event, form: RegistrationForm) -> tuple[str, int]:
    """Store the form if it can be taken; a sentence for the form otherwise, and the status of the answer."""
    if not rate_limits.allow(rates.REGISTER_NETWORK, rate_limits.client_address(request)):
        return _("Too many forms came from your network. Wait ten minutes and send yours again."), 429
    if not event.is_open() or not form.pools:
        return _("Registration has closed. What you wrote was not sent."), 409
    if form.is_honeypot_filled():
        return "", SENT
    if not form.is_valid():
        return "", 422
    key = f"{event.pk}:{limit_key(form.cleaned_data['email'])}"
    if rate_limits.allow(rates.REGISTER_ADDRESS, key):
        actions.register(event, form.details(), request.POST["form_key"], timezone.now())
    return "", SENT


def _sent(event: Event, slug: str) -> HttpResponse:
    return redirect("events:sent", slug=slug)


@uncached
@require_safe
def sent(request: HttpRequest, slug: str) -> HttpResponse:
    """The same words for everybody, whether the address was known or not."""
    event = event_by_slug(request, slug)
    return show(request, "sent.html", {"event": event, "event_url": event and event_url(event, active_language())})


@uncached
@waits_briefly
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def lost_link(request: HttpRequest) -> HttpResponse:
    """Sends the links of an address again, without telling whether there are any."""
    form = LostLinkForm(request.POST if request.method == "POST" else None)
    form.label_suffix = ""
    status = 200
    if request.method == "POST":
        status = 422
        if not rate_limits.allow(rates.LOST_LINK_NETWORK, rate_limits.client_address(request)):
            form.add_error(None, _("Too many forms came from your network. Wait ten minutes and send yours again."))
            status = 429
        elif form.is_valid():
            address = form.cleaned_data["email"]
            if rate_limits.allow(rates.LOST_LINK_ADDRESS, limit_key(address)):
                queue_lost_link(address, active_language(), timezone.now())
            return redirect("events:lost_link_sent")
    return show(request, "lost_link.html", {"form": form}, status=status)


@uncached
@require_safe
def lost_link_sent(request: HttpRequest) -> HttpResponse:
    """The same words for everybody."""
    return show(request, "lost_link_sent.html")
