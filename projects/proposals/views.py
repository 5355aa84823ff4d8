"""Pages with forms for visitors. They have addresses of their own, so that the pages with the content stay cached."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.core.i18n.languages import active_language
from portal.core.mail.addresses import limit_key
from portal.core.mail.sending import mail_address
from portal.core.models.frame import frame_for
from portal.core.operations.database import TROUBLE, not_stored, waits_briefly
from portal.core.queries import read_at
from portal.core.web import rate_limits, rates
from projects.models import CaseStudyPage
from projects.proposals import actions
from projects.proposals.forms import ContactForm, ProposalForm, VisitorForm


def _show(request: HttpRequest, template: str, status: int = 200, **context: object) -> HttpResponse:
    frame = frame_for(active_language())
    breadcrumbs = [entry for entry in (frame.home, frame.section("projects.caselibrarypage")) if entry]
    context = {"frame": frame, "breadcrumbs": breadcrumbs, **context}
    response = render(request, f"projects/forms/{template}.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    # A browser told to send no referrer at all sends no origin either, and the form would be refused.
    response["Referrer-Policy"] = "same-origin" if template == "confirm" else "strict-origin-when-cross-origin"
    return response


def _refusal(request: HttpRequest, form: VisitorForm) -> int:
    """The status with which the form is shown again; 0 if it can be used."""
    if not rate_limits.allow(rates.VISITOR_FORMS, rate_limits.client_address(request)):
        form.files = MultiValueDict()  # no picture is decoded for who asks too often
        form.add_error(None, _("Too many forms came from your network. Wait an hour and send yours again."))
        return 429
    return 0 if form.is_valid() else 422


@never_cache
@waits_briefly
@require_http_methods(["GET", "HEAD", "POST"])
def tell_us(request: HttpRequest) -> HttpResponse:
    """“Tell us about your project”: the answer is the same whether or not a mail was sent."""
    language = active_language()
    if request.method != "POST":
        initial = {"origin": request.GET.get("origin", "").replace("\x00", "")[:40]}
        return _show(request, "tell_us", form=ProposalForm(language=language, initial=initial))
    form = ProposalForm(request.POST, request.FILES, language=language)
    if form.is_honeypot_filled():
        return redirect("tell_us_sent")
    try:
        status = _refusal(request, form) or _propose(form, language)
    except TROUBLE as error:
        form.ask_again_for_photo()
        form.add_error(None, not_stored(error))
        status = 503
    if status:
        return _show(request, "tell_us", status, form=form)
    return redirect("tell_us_sent")


def _propose(form: ProposalForm, language: str) -> int:
    """Keep what the form tells and mail the link that confirms it; 0 as from ``_refusal``."""
    submitted = {
        name: value
        for name, value in form.cleaned_data.items()
        if name not in {"leave_empty", "form_key", "partner", "photo", "elements"}
    }
    submitted["elements"] = [element.pk for element in form.cleaned_data["elements"]]
    partner = form.cleaned_data["partner"]
    if rate_limits.allow(rates.PROPOSALS, limit_key(submitted["contact_email"])):
        actions.propose(submitted, language, partner.organisation if partner else None, form.cleaned_data["photo"])
    return 0


@never_cache
def tell_us_sent(request: HttpRequest) -> HttpResponse:
    """Look into your mailbox."""
    return _show(request, "sent")


@never_cache
@waits_briefly
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_proposal(request: HttpRequest, token: str) -> HttpResponse:
    """The mailed link: opening it changes nothing, the button does."""
    proposal = actions.find(token)
    if proposal is None:
        return _show(request, "confirm", 404, unknown=True)
    if request.method == "POST":
        actions.confirm(proposal)
        return _show(request, "confirm", done=True)
    return _show(request, "confirm", proposal=proposal)


@never_cache
@waits_briefly
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, slug: str) -> HttpResponse:
    """A question to the person behind a case; the address of that person is never shown."""
    language = active_language()
    cases = read_at(CaseStudyPage.objects.exclude(contact_email=""), f"/{language}/projects/{slug}/", language)
    case = get_object_or_404(cases[:1])
    if request.method != "POST":
        return _show(request, "contact", case=case, form=ContactForm())
    form = ContactForm(request.POST)
    if form.is_honeypot_filled():
        return _show(request, "contact", case=case, done=True)
    try:
        status = _refusal(request, form) or _ask(form, case)
    except TROUBLE as error:
        form.add_error(None, not_stored(error))
        status = 503
    if status:
        return _show(request, "contact", status, case=case, form=form)
    return _show(request, "contact", case=case, done=True)


def _ask(form: ContactForm, case: CaseStudyPage) -> int:
    """Mail the question; 0 as from ``_refusal``."""
    data = form.cleaned_data
    allowed = rate_limits.allow(rates.QUESTIONS, limit_key(data["email"]))
    if allowed and rate_limits.allow(rates.QUESTIONS_OF_CASE, str(case.translation_key)):
        mail_address(
            case.contact_email,
            case.locale_code,
            "projects/mail/question",
            reply_to=data["email"],
            title=case.title,
            name=data["name"],
            email=data["email"],
            message=data["message"],
        )
    return 0
