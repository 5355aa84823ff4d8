"""Reports by readers (flags): three of them hold a contribution back, once."""

from datetime import datetime

from django.db import transaction
from django.utils.crypto import salted_hmac

from events.dialogue.audit_log import READER, SYSTEM, record
from events.dialogue.enums import ContributionState, HoldReason, LogAction
from events.dialogue.models import Contribution, DialogueLog, Flag
from events.dialogue.signals import contributions_changed

#: Reports that hold a contribution back until somebody has read it again.
FLAGS_THAT_HOLD = 3


def flag(contribution: Contribution, reason: str, who: str, now: datetime) -> bool:
    """Report a published contribution; nobody counts twice.

    Parameters:
        reason: one of ``RefusalReason``.
        who: secret of a participant or network address, of which an HMAC is kept.

    Returns:
        Whether it counted.
    """
    digest = salted_hmac("dialogue.flag", who, algorithm="sha256").hexdigest()
    with transaction.atomic():
        fresh = Contribution.objects.select_for_update(no_key=True).filter(pk=contribution.pk).first()
        if fresh is None or not fresh.is_public:
            return False
        _flag, created = Flag.objects.get_or_create(
            contribution=fresh, digest=digest, defaults={"reason": reason, "at": now}
        )
        if not created:
            return False
        record(LogAction.FLAG, READER, now, occasion=fresh.occasion, number=fresh.public_id, reason=reason)
        if fresh.flags.count() >= FLAGS_THAT_HOLD and not _was_held(fresh):
            _hold(fresh, now)
    return True


def _was_held(contribution: Contribution) -> bool:
    """Whether reports held it back before: somebody has read it since, and shows it all the same."""
    return DialogueLog.objects.filter(
        number=contribution.public_id, action=LogAction.HOLD, reason=HoldReason.REPORTED
    ).exists()


def _hold(contribution: Contribution, now: datetime) -> None:
    contribution.state, contribution.hold_reason = ContributionState.HELD, HoldReason.REPORTED
    contribution.save(update_fields=["state", "hold_reason"])
    record(
        LogAction.HOLD,
        SYSTEM,
        now,
        occasion=contribution.occasion,
        number=contribution.public_id,
        from_state=ContributionState.PUBLISHED,
        to_state=ContributionState.HELD,
        reason=HoldReason.REPORTED,
    )
    contributions_changed.send(sender=Contribution, contributions=[contribution])
