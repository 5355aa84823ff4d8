"""Views of “We use this” for everybody: a case, or elements of the model. Nobody needs an account."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.i18n.languages import active_language
from portal.core.mail.addresses import limit_key
from portal.core.operations.database import TROUBLE, not_stored, waits_briefly
from portal.core.web import rate_limits, rates
from portal.core.web.private_pages import uncached
from projects.adoptions import actions
from projects.adoptions.actions import Subject
from projects.adoptions.forms import LostLinkForm, UseForm, UseModelForm
from projects.adoptions.pages import active_frame, show
from projects.adoptions.subjects import former_case, model_subject, public_case
from projects.models import CaseStudyPage


@csrf_exempt  # no session stands behind the form, and no cookie is set; its signed key says that it was opened here
@uncached
@waits_briefly
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def use_case(request: HttpRequest, slug: str) -> HttpResponse:
    """“We use this” about a case. One that is not public any more says so."""
    case = public_case(slug, active_language())
    if case is None:
        former = former_case(slug, active_language())
        if former is None:
            raise Http404
        return show(request, "not_public.html", 404, typed=request.POST)
    form = UseForm(request.POST if request.method == "POST" else None, case_key=case.translation_key)
    return _handle(request, form, "use_case.html", case=case)


@csrf_exempt  # no session stands behind the form, and no cookie is set; its signed key says that it was opened here
@uncached
@waits_briefly
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def use_model(request: HttpRequest) -> HttpResponse:
    """“We use the model”: names elements."""
    frame = active_frame()
    form = UseModelForm(request.POST, frame=frame) if request.method == "POST" else UseModelForm(frame=frame)
    return _handle(request, form, "use_model.html")


def _handle(request: HttpRequest, form: UseForm, template: str, case: CaseStudyPage | None = None) -> HttpResponse:
    """Show the form, or keep what it tells. The answer is the same whether or not a mail is sent."""
    if request.method == "POST":
        if form.is_honeypot_filled():
            return redirect("adoption_sent")
        try:
            status = _refusal(request, form) or _tell(form, case)
        except TROUBLE as error:
            form.add_error(None, not_stored(error))
            status = 503
        if not status:
            return redirect("adoption_sent")
        return show(request, template, status, form=form, case=case)
    return show(request, template, form=form, case=case)


def _refusal(request: HttpRequest, form: UseForm) -> int:
    """The status with which the form is shown again; 0 if it can be used."""
    if not rate_limits.allow(rates.USE_NETWORK, rate_limits.client_address(request)):
        form.add_error(None, _("Too many forms came from your network. Wait an hour and send yours again."))
        return 429
    return 0 if form.is_valid() else 422


def _tell(form: UseForm, case: CaseStudyPage | None) -> int:
    address = form.cleaned_data["email"]
    if case is not None:
        subject = Subject(case_key=case.translation_key)
    else:
        subject = model_subject(active_frame(), form.cleaned_data["elements"])
    if rate_limits.allow(rates.USE_ADDRESS, limit_key(address)):
        actions.tell(
            form.words(),
            subject,
            address=address,
            language=active_language(),
            form_key=form.data["form_key"],
            now=timezone.now(),
        )
    return 0


@uncached
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Look into your mailbox."""
    return show(request, "sent.html")


@csrf_exempt  # no session stands behind the form, and no cookie is set; its signed key says that it was opened here
@uncached
@waits_briefly
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def lost_link(request: HttpRequest) -> HttpResponse:
    """Sends the links of an address again, without telling whether there are any."""
    form = LostLinkForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return show(request, "lost_link.html", form=form)
    if form.is_honeypot_filled():
        return redirect("adoption_link_sent")
    status = 422
    if not rate_limits.allow(rates.LOST_LINK_NETWORK, rate_limits.client_address(request)):
        form.add_error(None, _("Too many forms came from your network. Wait ten minutes and send yours again."))
        status = 429
    elif form.is_valid():
        address = form.cleaned_data["email"]
        try:
            if rate_limits.allow(rates.LOST_LINK_ADDRESS, limit_key(address)):
                actions.ask_for_links(address, active_language())
            return redirect("adoption_link_sent")
        except TROUBLE as error:
            form.add_error(None, not_stored(error))
            status = 503
    return show(request, "lost_link.html", status, form=form)


@uncached
@require_safe
def link_sent(request: HttpRequest) -> HttpResponse:
    """The same words for everybody."""
    return show(request, "link_sent.html")
