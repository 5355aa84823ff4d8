"""Admin views of comment statements: which are approved, and asking the experts."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.desk.views import for_team, page
from events.dialogue.enums import ApprovalState
from events.dialogue.models import StatementApproval
from events.dialogue.statements import actions
from events.dialogue.statements.blocks import original_of, statements_of
from events.dialogue.statements.forms import AskForm
from events.dialogue.statements.mail import send_request
from events.models import Event
from portal.core.enums import Country
from portal.core.users.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def statements(request: HttpRequest, event: Event) -> HttpResponse:
    """Every comment statement of the latest draft with its approval, and the Nordic countries that have none yet."""
    draft = original_of(event)
    approvals = {approval.block_key: approval for approval in event.approvals.select_related("asked_by")}
    rows: list[dict[str, Any]] = []
    for key, statement in statements_of(draft) if draft else ():
        approval = approvals.get(key)
        approved = bool(approval and approval.approved_sha256 == statement.sha256)
        initial = {"address": approval.address if approval else "", "language": statement.language}
        rows.append(
            {
                "key": str(key),
                "statement": statement,
                "approval": approval,
                "approved": approved,
                "changed": bool(approval and approval.approved_sha256 and not approved),
                "wanted": actions.corrected(approval) if approval and approval.correction else None,
                "form": AskForm(initial=initial, prefix=str(key)),
            }
        )
    status = 200
    if request.method == "POST":
        row = next((row for row in rows if row["key"] == request.POST.get("key")), None)
        status = _act(request, event, row) if row else 404
        if status == 200:
            return redirect("dialogue_statements", event.pk)
    countries = {row["statement"].country for row in rows}
    missing = [country.label for country in Country if country != Country.NORDIC and country.value not in countries]
    context = {"rows": rows, "draft": draft, "missing": missing, "states": ApprovalState}
    return page(request, "dialogue/statements/desk.html", event, _("Comment statements"), context, status)


def _act(request: HttpRequest, event: Event, row: dict[str, Any]) -> int:
    """Do what a button says; returns the status of the page."""
    key, now, user = UUID(row["key"]), timezone.now(), cast("User", request.user)
    approval: StatementApproval | None = row["approval"]
    action = request.POST.get("action")
    if action == "ask":
        form = AskForm(request.POST, prefix=row["key"])
        row["form"] = form
        if not form.is_valid():
            return 422
        asked = actions.ask(event, key, form.cleaned_data["address"], form.cleaned_data["language"], user, now)
        if asked is not None:
            send_request(*asked)
            messages.success(request, _("%(name)s gets a mail with the link.") % {"name": asked[0].name})
        return 200
    if action == "approved_otherwise":
        actions.approve_otherwise(event, key, user, now)
        messages.success(request, _("It is noted under your name that the expert has approved this wording."))
        return 200
    if action == "take_over" and approval and actions.take_over(approval, user, now):
        messages.success(
            request, _("The expert's words stand in a new draft of the page. Publish it when you are ready.")
        )
        return 200
    return 400
