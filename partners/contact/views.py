"""The contact page. It has an address of its own, so that the pages with the content stay cached."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from partners.contact.actions import readers, send, team_of
from partners.contact.forms import SECRETARIAT, ContactForm
from partners.models import ContactMessage, Organisation, OwnedMixin
from portal.core.i18n.languages import active_language
from portal.core.models.frame import frame_for
from portal.core.operations.database import TROUBLE, not_stored, waits_briefly
from portal.core.queries import public_pages
from portal.core.web import rate_limits, rates
from portal.core.web.private_pages import uncached


@uncached
@waits_briefly
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """A message to the secretariat, or to the team that owns the page from which somebody came."""
    asked = (request.POST if request.method == "POST" else request.GET).get("page", "")
    page = _public_page(asked)
    owner = _owner(page)
    context: dict[str, object] = {"about": page, "is_gone": bool(asked) and page is None}
    if request.method != "POST":
        initial = {"page": page.pk if page else ""}
        form = ContactForm(owner=owner.name if owner else "", initial=initial)
        return _show(request, "contact", {**context, "form": form})
    form = ContactForm(request.POST, owner=owner.name if owner else "")
    if form.is_honeypot_filled():
        return redirect("contact_sent")
    try:
        status = _refusal(request, form) or _gone(form, page) or _send(form, page, owner)
    except TROUBLE as error:
        form.add_error(None, not_stored(error))
        status = 503
    if status:
        return _show(request, "contact", {**context, "form": form}, status)
    address = reverse("contact_sent")
    return redirect(f"{address}?page={page.pk}" if page else address)


@uncached
@require_safe
def contact_sent(request: HttpRequest) -> HttpResponse:
    """Thanks, and the way back to the page that the message is about."""
    return _show(request, "sent", {"about": _public_page(request.GET.get("page", ""))})


def _show(request: HttpRequest, template: str, context: dict[str, object], status: int = 200) -> HttpResponse:
    frame = frame_for(active_language())
    response = render(request, f"partners/contact/{template}.html", {"frame": frame, **context}, status=status)
    # A browser told to send no referrer at all sends no origin either, and the form would be refused.
    response["Referrer-Policy"] = "strict-origin-when-cross-origin"
    return response


def _public_page(number: str) -> Page | None:
    """The page with this number, if everybody may read it."""
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    found = public_pages(Page.objects.filter(pk=number)).first()
    return found.specific if found else None


def _owner(page: Page | None) -> Organisation | None:
    """The organisation whose team looks after ``page``, if somebody is in that team."""
    owner = page.organisation if isinstance(page, OwnedMixin) else None
    return owner if team_of(owner).exists() else None


def _refusal(request: HttpRequest, form: ContactForm) -> int:
    """The status with which the form is shown again; 0 if it can be used."""
    if not rate_limits.allow(rates.CONTACT_NETWORK, rate_limits.client_address(request)):
        form.add_error(None, _("Too many forms came from your network. Wait an hour and send yours again."))
        return 429
    return 0 if form.is_valid() else 422


def _gone(form: ContactForm, page: Page | None) -> int:
    """The same, if the page that the message is about was taken away while it was written."""
    if page is not None or not form.cleaned_data["page"]:
        return 0
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["page"] = ""  # type: ignore[index]
    form.add_error(
        None,
        _("The page that you write about has been taken away. Send your message once more: the secretariat gets it."),
    )
    return 422


def _send(form: ContactForm, page: Page | None, owner: Organisation | None) -> int:
    """Have the message mailed; 0, or the status with which the form is shown again."""
    data = form.cleaned_data
    organisation = None if data.get("to") == SECRETARIAT else owner
    if not rate_limits.allow(rates.CONTACT_READERS, str(organisation.pk) if organisation else SECRETARIAT):
        form.add_error(None, _("So many messages came today that no more are taken. Send yours again tomorrow."))
        return 429
    to = readers(organisation)
    if not to:
        form.add_error(None, _("Nobody reads messages here at present. Write to one of the partners instead."))
        return 503
    message = ContactMessage(
        form_key=form.key,
        organisation=organisation,
        page_title=page.title if page else "",
        page_url=page.url_path if page else "",
        name=data["name"],
        address=data["email"],
        text=data["message"],
        language=active_language(),
        created_at=timezone.now(),
    )
    send(message, to)
    return 0
