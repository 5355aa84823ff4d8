"""Business actions of moderation: each is one transaction that locks the contribution and reads it again.

What was decided stands in the log with who decided it; texts do not. ``docs/participation.md`` has the transitions.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from events.dialogue.audit_log import desk, record
from events.dialogue.enums import ContributionState, HoldReason, LogAction, RefusalReason
from events.dialogue.input.actions import keep_until
from events.dialogue.models import Contribution, DialogueLog
from events.dialogue.moderation.seals import ENTRY, MOVED, Outcome, Result, decided_values, keep, read_kept, seal
from events.dialogue.signals import contributions_changed
from partners.teams.ownership import acts_for_all
from portal.core.i18n.text import tidy_line
from portal.core.operations.retention import REFUSED_CONTRIBUTIONS
from portal.core.users.models import User

S = ContributionState
LINKS = (LogAction.SAME_AS, LogAction.NOT_SAME_AS)
#: Entries of decisions about a contribution, and of their end.
DECISIONS = (LogAction.SHOW, LogAction.HOLD, LogAction.REFUSE, *LINKS, LogAction.UNDO)
#: From which states a contribution can be shown, held back, refused.
SHOWN_FROM, HELD_FROM, REFUSED_FROM = {S.PENDING, S.HELD}, {S.PENDING, S.PUBLISHED}, {S.PENDING, S.HELD, S.PUBLISHED}


def show(contribution_id: int, seen: str, user: User, now: datetime) -> Outcome:
    """Show a contribution to everybody. After an appeal this overturns the refusal."""

    def change(contribution: Contribution) -> Result:
        if contribution.state == S.PUBLISHED:
            return Result.UNCHANGED
        if contribution.state not in SHOWN_FROM or not contribution.text:
            return Result.IMPOSSIBLE
        was_refused = bool(contribution.reason)
        _move(contribution, S.PUBLISHED, LogAction.SHOW, user, now)
        contribution.hold_reason, contribution.reason, contribution.reason_text = "", "", ""
        contribution.published_at = contribution.published_at or now
        if was_refused:
            contribution.erase_at = keep_until(contribution.occasion, contribution.created_at)
        return Result.DONE

    return _decide(contribution_id, seen, user, now, change)


def hold(contribution_id: int, seen: str, user: User, now: datetime, reason: str = "") -> Outcome:
    """Hold a contribution back until somebody has thought about it; what was shown is shown no longer."""

    def change(contribution: Contribution) -> Result:
        if contribution.state == S.HELD:
            return Result.UNCHANGED
        if contribution.state not in HELD_FROM:
            return Result.IMPOSSIBLE
        _move(contribution, S.HELD, LogAction.HOLD, user, now, reason)
        contribution.hold_reason = reason if reason in HoldReason.values else ""
        return Result.DONE

    return _decide(contribution_id, seen, user, now, change)


def refuse(contribution_id: int, seen: str, user: User, now: datetime, reason: str, text: str = "") -> Outcome:
    """Do not show a contribution, for a reason of the closed list. The author reads it, and may appeal once.

    Parameters:
        text: one sentence that only the author reads.
    """

    def change(contribution: Contribution) -> Result:
        if contribution.state == S.REFUSED:
            return Result.UNCHANGED
        if contribution.state not in REFUSED_FROM or reason not in RefusalReason.values:
            return Result.IMPOSSIBLE
        if contribution.state == S.PUBLISHED:  # what was shown is held first
            _move(contribution, S.HELD, LogAction.HOLD, user, now, reason)
        _move(contribution, S.REFUSED, LogAction.REFUSE, user, now, reason)
        contribution.reason, contribution.reason_text = reason, tidy_line(text)[:400]
        contribution.hold_reason = ""
        contribution.refused_by_id = contribution.refused_by_id or user.pk
        contribution.erase_at = now + REFUSED_CONTRIBUTIONS.period
        return Result.DONE

    return _decide(contribution_id, seen, user, now, change)


def link(contribution_id: int, seen: str, other: str, user: User, now: datetime) -> Outcome:
    """Say that a contribution says the same as another one, under which lists fold it; empty takes that back.

    Parameters:
        other: public id of a contribution to the same occasion or standing questions.
    """
    moved: list[int] = []

    def change(contribution: Contribution) -> Result:
        if contribution.state in {S.WITHDRAWN, S.REFUSED}:
            return Result.IMPOSSIBLE
        target = None
        if other:
            found = Contribution.objects.filter(public_id=other.strip().lower(), occasion=contribution.occasion_id)
            target = found.exclude(state__in=(S.WITHDRAWN, S.REFUSED)).select_related("same_as").first()
            target = (target.same_as or target) if target else None
            if target is None or target.pk == contribution.pk:
                return Result.IMPOSSIBLE
        if contribution.same_as_id == (target.pk if target else None):
            return Result.UNCHANGED
        if target:  # one level: what said the same as this one says the same as that
            moved.extend(contribution.sames.values_list("pk", flat=True))
            contribution.sames.update(same_as=target)
        contribution.same_as = target
        state = contribution.state
        record(
            LogAction.SAME_AS if target else LogAction.NOT_SAME_AS,
            desk(user),
            now,
            occasion=contribution.occasion,
            number=contribution.public_id,
            from_state=state,
            to_state=state,
            reason=target.public_id if target else "",
        )
        return Result.DONE

    return _decide(contribution_id, seen, user, now, change, moved, decides=False)


def undo(kept: Mapping[str, str], user: User, now: datetime) -> Outcome:
    """Take one's own last decision back: the contribution is as it was before, and the log says so.

    Parameters:
        kept: what the decision gave for it.
    """
    contribution_id, seen, before = read_kept(kept)
    entry, moved = before.pop(ENTRY, None), before.pop(MOVED)

    def change(contribution: Contribution) -> Result:
        if entry != _last_decision(contribution):  # it is the same again, and by another decision
            return Result.STALE
        state = contribution.state
        # What a colleague has linked elsewhere since, or to nothing, stays there.
        still_there = Contribution.objects.filter(pk__in=moved, same_as=contribution.same_as_id)
        still_there.update(same_as=contribution)
        for name, value in before.items():
            setattr(contribution, name, value)
        record(
            LogAction.UNDO,
            desk(user),
            now,
            occasion=contribution.occasion,
            number=contribution.public_id,
            from_state=state,
            to_state=contribution.state,
        )
        return Result.DONE

    outcome = _decide(contribution_id, seen, user, now, change, decides=False)
    return Outcome(outcome.result, outcome.entry)


def is_own(contribution: Contribution, user: User) -> bool:
    """Whether nobody of the organisers' side decides about it but the secretariat: their own words.

    Who entered it is no judge of it, whoever that is.
    """
    if not contribution.by_organiser:
        return False
    entered = DialogueLog.objects.filter(number=contribution.public_id, user=user, action=LogAction.CONTRIBUTE)
    return not acts_for_all(user) or entered.exists()


def last_entry(contribution: Contribution) -> DialogueLog | None:
    """The last entry of the log about a contribution, with who made it."""
    return DialogueLog.objects.filter(number=contribution.public_id).select_related("user").first()


def _last_decision(contribution: Contribution) -> int | None:
    """Number of the newest entry in the log about a decision."""
    decisions = DialogueLog.objects.filter(number=contribution.public_id, action__in=DECISIONS)
    return decisions.order_by("-pk").values_list("pk", flat=True).first()


def _decide(
    contribution_id: int,
    seen: str,
    user: User,
    now: datetime,
    change: Callable[[Contribution], Result],
    moved: Sequence[int] = (),
    *,
    decides: bool = True,
) -> Outcome:
    """Run ``change`` on the locked contribution, unless it is another than the person has ``seen``.

    Parameters:
        moved: what ``change`` linked elsewhere beside it.
        decides: whether it is decided if the text is shown, which is not for everybody.
    """
    with transaction.atomic():
        locked = Contribution.objects.select_for_update(no_key=True, of=("self",)).select_related("occasion")
        contribution = locked.get(pk=contribution_id)
        if contribution.state == S.WITHDRAWN or seal(contribution) != seen:
            return Outcome(Result.STALE, last_entry(contribution))
        if decides and is_own(contribution, user):
            return Outcome(Result.OWN)
        if decides and contribution.appealed_at and contribution.refused_by_id == user.pk:
            return Outcome(Result.SAME_PERSON)
        before = decided_values(contribution)
        result = change(contribution)
        if result != Result.DONE:
            return Outcome(result)
        contribution.save(update_fields=list(before))
        contributions_changed.send(sender=Contribution, contributions=[contribution])
        beside = {MOVED: list(moved), ENTRY: _last_decision(contribution)}
        return Outcome(result, kept=keep({**before, **beside}, contribution))


def _move(
    contribution: Contribution,
    state: ContributionState,
    action: LogAction,
    user: User,
    now: datetime,
    reason: object = "",
) -> None:
    """Give a contribution another state, and write it into the log."""
    record(
        action,
        desk(user),
        now,
        occasion=contribution.occasion,
        number=contribution.public_id,
        from_state=contribution.state,
        to_state=state,
        reason=str(reason),
    )
    contribution.state, contribution.decided_by, contribution.decided_at = state, user, now
