"""Business actions on replies: what becomes of a theme or of a single contribution, and why."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from events.dialogue.audit_log import desk, record
from events.dialogue.enums import ContributionState, Decision, LogAction
from events.dialogue.models import Contribution, DialogueLog, Reply, Theme
from events.dialogue.moderation.seals import Outcome, Result
from portal.core.i18n.text import tidy_text
from portal.core.users.models import User

#: Longest reason, in characters.
MOST_REASON = 2000


@dataclass(frozen=True)
class Answer:
    """A reply as somebody at the desk writes it."""

    decision: str
    reasons: dict[str, str] = field(default_factory=dict)
    organisation_id: int | None = None
    promised_for: date | None = None
    #: Kind and key of what came of it; kinds of ``portal.core.hooks.roots``.
    outcomes: tuple[tuple[str, str], ...] = ()


def missing(answer: Answer) -> set[str]:
    """Which parts of an answer are missing: everything but "taken up" needs a reason, that an outcome or a day."""
    if answer.decision not in Decision.values:
        return {"decision"}
    if answer.decision == Decision.TAKEN_UP:
        return set() if answer.outcomes or answer.promised_for else {"outcomes"}
    return set() if any(answer.reasons.values()) else {"reasons"}


def reply(subject: Theme | Contribution, version: int, answer: Answer, user: User, now: datetime) -> Outcome:
    """Answer a theme or a contribution, or answer anew: there is one decision about each.

    Parameters:
        version: of the reply that the form showed; 0 if there was none.
    """
    reasons = {code: tidy_text(answer.reasons.get(code, ""))[:MOST_REASON] for code, _name in settings.LANGUAGES}
    reasons = {code: text for code, text in reasons.items() if text}
    with transaction.atomic():
        fresh: Theme | Contribution
        if isinstance(subject, Theme):
            fresh = Theme.objects.select_for_update(no_key=True).get(pk=subject.pk)
            can_be_answered = fresh.merged_into_id is None
        else:
            fresh = Contribution.objects.select_for_update(no_key=True).get(pk=subject.pk)
            can_be_answered = fresh.state == ContributionState.PUBLISHED
        if not can_be_answered or missing(answer):
            return Outcome(Result.IMPOSSIBLE)
        there = fresh.replies.filter(expert=None).first()
        if (there.version if there else 0) != version:
            return Outcome(Result.STALE, last_entry(fresh.public_id))
        row = there or Reply(**{"theme" if isinstance(fresh, Theme) else "contribution": fresh}, version=0)
        before = row.decision
        row.decision, row.reasons, row.outcomes = answer.decision, reasons, [list(pair) for pair in answer.outcomes]
        row.organisation_id, row.promised_for = answer.organisation_id, answer.promised_for
        row.decided_by, row.decided_at, row.version = user, now, row.version + 1
        row.save()
        record(
            LogAction.REPLY,
            desk(user),
            now,
            occasion=fresh.occasion,
            number=fresh.public_id,
            from_state=before,
            to_state=answer.decision,
        )
    return Outcome(Result.DONE)


def last_entry(number: str) -> DialogueLog | None:
    """The last entry of the log about a reply to the theme or contribution with this public id."""
    entries = DialogueLog.objects.filter(number=number, action=LogAction.REPLY)
    return entries.select_related("user").first()
