"""Business actions on approvals: by one mailed link an expert approves or corrects a statement, and answers themes."""

from dataclasses import asdict, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import translation

from events.dialogue.audit_log import EXPERT, By, desk, record
from events.dialogue.enums import ApprovalState, LogAction
from events.dialogue.models import Occasion, Reply, StatementApproval, Theme
from events.dialogue.statements.blocks import Statement, as_paragraphs, original_of, statement_of, statements_of
from events.models import Event
from portal.core.hooks.site_url import absolute
from portal.core.operations.retention import APPROVALS
from portal.core.users.models import User
from portal.core.web.tokens import fingerprint, is_token, new_token

#: Longest statement and longest answer to a theme, in characters.
MOST_STATEMENT, MOST_ANSWER = 3000, 2000


def ask(
    event: Event, key: UUID, address: str, language: str, user: User, now: datetime
) -> tuple[StatementApproval, str] | None:
    """Ask an expert for approval of what the draft says now; an older link becomes worthless.

    Returns:
        The approval and the token for the mail; None if the draft has no such statement.
    """
    page = original_of(event)
    statement = dict(statements_of(page)).get(key) if page else None
    if statement is None:
        return None
    token = new_token()
    with transaction.atomic():
        approval, _created = StatementApproval.objects.update_or_create(
            event=event,
            block_key=key,
            defaults={
                "name": statement.name,
                "address": address,
                "language": language,
                "token_sha256": fingerprint(token),
                "shown": asdict(statement),
                "state": ApprovalState.ASKED,
                "approved_sha256": "",
                "correction": {},
                "asked_by": user,
                "asked_at": now,
                "answered_at": None,
                "ends_at": max(event.ends_at, now) + APPROVALS.period,
            },
        )
        record(LogAction.ASK_APPROVAL, desk(user), now, occasion=_occasion(event), number=approval.pk)
    return approval, token


def approve_otherwise(event: Event, key: UUID, user: User, now: datetime) -> StatementApproval | None:
    """Note that an expert has approved what the draft says in another way: the editor answers for it by name."""
    page = original_of(event)
    statement = dict(statements_of(page)).get(key) if page else None
    if statement is None:
        return None
    with transaction.atomic():
        approval, _created = StatementApproval.objects.update_or_create(
            event=event,
            block_key=key,
            defaults={
                "name": statement.name,
                "shown": asdict(statement),
                "state": ApprovalState.APPROVED,
                "approved_sha256": statement.sha256,
                "correction": {},
                "asked_by": user,
                "asked_at": now,
                "answered_at": now,
                "ends_at": max(event.ends_at, now) + APPROVALS.period,
            },
        )
        _note(approval, desk(user), now)
    return approval


def find(token: str, now: datetime) -> StatementApproval | None:
    """The approval behind a mailed link; None for unknown, replaced and expired links alike."""
    if not is_token(token):
        return None
    approvals = StatementApproval.objects.select_related("event").filter(token_sha256=fingerprint(token))
    return approvals.filter(ends_at__gt=now).first()


def new_link(approval: StatementApproval) -> str:
    """The absolute URL of the expert's page with a new token; one that was mailed before works no longer."""
    token = new_token()
    StatementApproval.objects.filter(pk=approval.pk).update(token_sha256=fingerprint(token))
    return link_of(approval, token)


def link_of(approval: StatementApproval, token: str) -> str:
    """The absolute URL of the expert's page, in the language of the mail."""
    with translation.override(approval.language):
        return absolute(reverse("dialogue:statement", args=[token]))


def approve(approval: StatementApproval, now: datetime) -> bool:
    """The expert approves what was shown; False if something else is shown meanwhile."""
    with transaction.atomic():
        fresh = _locked(approval)
        if fresh.shown != approval.shown or fresh.token_sha256 != approval.token_sha256:
            return False
        fresh.state, fresh.answered_at = ApprovalState.APPROVED, now
        fresh.approved_sha256, fresh.correction = Statement(**fresh.shown).sha256, {}
        fresh.save()
        _note(fresh, EXPERT, now)
    return True


def correct(approval: StatementApproval, changed: dict[str, str], now: datetime) -> None:
    """The expert wants other words: kept beside the page until an editor takes them over.

    Parameters:
        changed: ``name``, ``role``, ``organisation`` and ``text`` (plain) as the expert wants them.
    """
    with transaction.atomic():
        fresh = _locked(approval)
        fresh.state, fresh.answered_at = ApprovalState.CORRECTED, now
        fresh.correction, fresh.approved_sha256 = changed, ""
        fresh.save()
        _note(fresh, EXPERT, now)


def decline(approval: StatementApproval, now: datetime) -> None:
    """The expert does not want to be shown."""
    with transaction.atomic():
        fresh = _locked(approval)
        fresh.state, fresh.answered_at, fresh.approved_sha256, fresh.correction = ApprovalState.DECLINED, now, "", {}
        fresh.save()
        _note(fresh, EXPERT, now)


def take_over(approval: StatementApproval, user: User, now: datetime) -> bool:
    """Write the expert's words into a new draft of the page: they are approved, since the expert wrote them.

    Returns:
        False if there is no correction any more, or the draft has lost the statement.
    """
    page = original_of(approval.event)
    if page is None:
        return False
    with transaction.atomic():
        fresh = _locked(approval)
        block = next((block for block in page.statements if str(block.id) == str(fresh.block_key)), None)
        if not fresh.correction or block is None:
            return False
        changed = corrected(fresh)
        for name in ("name", "role", "organisation"):
            block.value[name] = getattr(changed, name)
        block.value["text"] = block.block.child_blocks["text"].to_python(changed.text)
        page.save_revision(user=user)
        shown = statement_of(block.value, page.language)
        fresh.shown, fresh.approved_sha256, fresh.correction = asdict(shown), shown.sha256, {}
        fresh.name, fresh.state = shown.name, ApprovalState.APPROVED
        fresh.save()
        _note(fresh, desk(user), now)
    return True


def corrected(approval: StatementApproval) -> Statement:
    """What the expert wants to be shown."""
    words = {**approval.correction}
    text = as_paragraphs(words.pop("text", ""))
    return replace(Statement(**approval.shown), **words, text=text)


def answer_theme(approval: StatementApproval, theme: Theme, text: str, now: datetime) -> Reply:
    """The expert's answer to a theme of the event's occasion, in the language of the link; sent again, it replaces.

    Raises:
        ValueError: the theme belongs to another occasion, or was merged.
    """
    if theme.occasion.event_id != approval.event_id or theme.merged_into_id is not None:
        raise ValueError("The theme cannot be answered.")
    with transaction.atomic():
        reply, created = Reply.objects.select_for_update(no_key=True).get_or_create(
            theme=theme,
            expert=approval,
            defaults={"reasons": {approval.language: text}, "decided_at": now},
        )
        if not created:
            reply.reasons, reply.decided_at, reply.version = {approval.language: text}, now, reply.version + 1
            reply.save()
        record(LogAction.REPLY, EXPERT, now, occasion=theme.occasion, number=theme.public_id)
    return reply


def withdraw_answer(approval: StatementApproval, theme: Theme, now: datetime) -> None:
    """The expert takes an answer back."""
    with transaction.atomic():
        if Reply.objects.filter(theme=theme, expert=approval).delete()[0]:
            record(LogAction.REPLY, EXPERT, now, occasion=theme.occasion, number=theme.public_id, to_state="gone")


def _locked(approval: StatementApproval) -> StatementApproval:
    return StatementApproval.objects.select_for_update(no_key=True).get(pk=approval.pk)


def _occasion(event: Event) -> Occasion | None:
    return Occasion.objects.filter(event=event).first()


def _note(approval: StatementApproval, by: By, now: datetime) -> None:
    occasion = _occasion(approval.event)
    record(LogAction.ANSWER_APPROVAL, by, now, occasion=occasion, number=approval.pk, to_state=approval.state)
