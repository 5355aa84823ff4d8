"""The owner's page behind a mailed link: a case as it would be public, and two answers. Opening it changes nothing."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.i18n.languages import active_language
from portal.core.models.frame import frame_for
from portal.core.operations.database import TROUBLE, not_stored, waits_briefly
from portal.core.web.private_pages import by_token
from portal.editing.publication.rendering import render_for_visitor
from projects.approval import actions
from projects.approval.forms import WrongForm
from projects.enums import OwnersAnswer
from projects.models import CaseApproval, CaseStudyPage


@by_token
@waits_briefly
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def approve_case(request: HttpRequest, token: str) -> HttpResponse:
    """Approve a version of a case, or say what is wrong."""
    approval = actions.find(token)
    says_wrong = request.method == "POST" and "approve" not in request.POST
    form = WrongForm(request.POST if says_wrong else None, label_suffix="")
    status, problem = 200, ""
    if approval and request.method == "POST":
        try:
            status = _answer(approval, form)
        except TROUBLE as error:
            status, problem = 503, not_stored(error)
        if status == 302:
            return redirect("approve_case", token)
        approval = actions.find(token)
    # What nobody will read is shown once more, so that it can be sent in another way.
    unread = form["comment"].value() if says_wrong and (approval is None or status == 409) else ""
    if approval is None:
        return _show(request, "unknown", 404, unread=unread)
    context = {
        "approval": approval,
        "case": _newest(approval),
        "is_latest": actions.is_latest(approval),
        "token": token,
        "form": form,
        "problem": problem,
        "unread": "" if unread == approval.comment else unread,
    }
    return _show(request, "approve", status, **context)


def _answer(approval: CaseApproval, form: WrongForm) -> int:
    """Keep the answer, ``form`` or that it is right: 302 if that is done, else the status of the page."""
    if form.is_bound and not form.is_valid():
        return 422
    word = OwnersAnswer.WRONG if form.is_bound else OwnersAnswer.APPROVED
    comment = form.cleaned_data["comment"] if form.is_bound else ""
    return 302 if actions.answer(approval, word, comment, timezone.now()) else 409


@by_token
@require_safe
def approve_case_page(request: HttpRequest, token: str) -> HttpResponse:
    """The version that was asked about, as visitors would get it.

    Raises:
        Http404: the link is unknown or answered, or there is a newer version.
    """
    approval = actions.find(token)
    if approval is None or approval.answer or not actions.is_latest(approval):
        raise Http404
    return HttpResponse(render_for_visitor(_newest(approval)))


def _newest(approval: CaseApproval) -> CaseStudyPage:
    case: CaseStudyPage = approval.case.get_latest_revision_as_object()
    return case


def _show(request: HttpRequest, template: str, status: int = 200, **context: object) -> HttpResponse:
    frame = frame_for(active_language())
    return render(request, f"projects/approval/{template}.html", {"frame": frame, **context}, status=status)
