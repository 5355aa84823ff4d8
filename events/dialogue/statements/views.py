"""The expert's page behind a mailed link: what will be public, with buttons. Opening it changes nothing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from events.dialogue.input.pages import show
from events.dialogue.models import Reply, StatementApproval, Theme
from events.dialogue.statements import actions
from events.dialogue.statements.blocks import Statement
from events.dialogue.statements.forms import AnswerForm, CorrectionForm
from portal.core.i18n.languages import active_language
from portal.core.web.private_pages import by_token


@by_token
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: HttpRequest, token: str) -> HttpResponse:
    """Approve, correct or decline the comment statement; answer the themes of the workshop."""
    approval = actions.find(token, timezone.now())
    if approval is None:
        return show(request, "statements/unknown.html", status=404)
    form, answers, status = _correction_form(approval), _themes(approval), 200
    if request.method == "POST":
        action = request.POST.get("action", "")
        if action.startswith("answer-"):
            status = _answer(request, approval, answers, action.removeprefix("answer-"))
        elif action == "correct":
            form = CorrectionForm(request.POST)
            status = 422
            if form.is_valid():
                actions.correct(approval, form.cleaned_data, timezone.now())
                status = 200
        elif action == "decline":
            actions.decline(approval, timezone.now())
        elif action == "approve":
            # What the page showed is sent along: nobody approves words that came meanwhile.
            same = request.POST.get("shown") == Statement(**approval.shown).sha256
            status = 200 if same and actions.approve(approval, timezone.now()) else 409
        else:
            status = 400
        if status == 200:
            return redirect("dialogue:statement", token=token)
    shown = Statement(**approval.shown)
    context = {
        "approval": approval,
        "event": approval.event,
        "shown": shown,
        "wanted": actions.corrected(approval) if approval.correction else None,
        "form": form,
        "themes": answers,
        "stale": status == 409,
        "event_page": approval.event.text(active_language()),
    }
    return show(request, "statements/statement.html", context, status=status)


def _correction_form(approval: StatementApproval) -> CorrectionForm:
    shown = Statement(**approval.shown)
    initial = {"name": shown.name, "role": shown.role, "organisation": shown.organisation, "text": shown.plain_text}
    return CorrectionForm(initial={**initial, **approval.correction})


def _themes(approval: StatementApproval) -> list[dict[str, Any]]:
    """The themes of the occasion, each with the form of the expert's answer."""
    themes = Theme.objects.filter(occasion__event=approval.event, merged_into__isnull=True)
    given = {reply.theme_id: reply for reply in Reply.objects.filter(expert=approval)}
    rows = []
    for theme in themes.select_related("occasion"):
        reply = given.get(theme.pk)
        text = reply.reason(approval.language)[0] if reply else ""
        form = AnswerForm(initial={"text": text}, prefix=theme.public_id)
        rows.append({"theme": theme, "reply": reply, "form": form})
    return rows


def _answer(request: HttpRequest, approval: StatementApproval, rows: list[dict[str, Any]], wanted: str) -> int:
    """Store the answer to one theme; returns the status of the page."""
    row = next((row for row in rows if row["theme"].public_id == wanted), None)
    if row is None:
        return 404
    if request.POST.get("withdraw"):
        actions.withdraw_answer(approval, row["theme"], timezone.now())
        return 200
    row["form"] = AnswerForm(request.POST, prefix=wanted)
    if not row["form"].is_valid():
        return 422
    actions.answer_theme(approval, row["theme"], row["form"].cleaned_data["text"], timezone.now())
    return 200
