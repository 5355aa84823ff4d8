"""Business actions of moderation: showing an adoption or not, for whoever may decide about it.

A decision can be changed at any time by another one; nobody decides about words that they have not read.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from partners.teams.ownership import acts_for_all, organisation_ids
from portal.core.enums import MailStatus
from portal.core.i18n.text import tidy_line
from portal.core.mail.holding import HELD_FOR
from portal.core.mail.outbox.queueing import queue
from portal.core.models import OutgoingMail
from portal.core.types import AnyUser
from portal.core.users.models import User
from portal.editing.undo.offers import changed_meanwhile, done, not_allowed
from projects.adoptions.actions import ABOUT, DECIDED, announce
from projects.adoptions.audit_log import record
from projects.enums import AdoptionAction, AdoptionRefusal, AdoptionState
from projects.models import Adoption, CaseStudyPage

#: What is kept to take a refusal back.
REFUSED = "refuse_adoption"


class Result(StrEnum):
    """What became of a decision."""

    DONE = "done"
    #: It was so already.
    UNCHANGED = "unchanged"
    #: Somebody changed it meanwhile.
    STALE = "stale"
    #: No reason of the closed list was chosen.
    NO_REASON = "no_reason"


def adoptions_of(user: AnyUser) -> QuerySet[Adoption]:
    """Confirmed adoptions that ``user`` decides about: of the cases of their teams; the secretariat about all."""
    confirmed = Adoption.objects.filter(confirmed_at__isnull=False)
    if acts_for_all(user):
        return confirmed
    own = CaseStudyPage.objects.filter(organisation__in=organisation_ids(user)).order_by()
    return confirmed.filter(case_key__in=own.values("translation_key"))


def seal(adoption: Adoption) -> str:
    """What somebody saw of an adoption, in twelve characters."""
    seen = (adoption.pk, adoption.state, adoption.reason, adoption.decided_at, adoption.changed_at, adoption.stage)
    return sha256("\x1f".join(map(str, seen)).encode()).hexdigest()[:12]


def show(adoption_id: int, seen: str, user: User, now: datetime) -> Result:
    """Show an adoption to everybody, and tell its author."""
    return _decide(adoption_id, seen, user, now, AdoptionState.PUBLISHED, "", "")


def refuse(adoption_id: int, seen: str, user: User, now: datetime, reason: str, text: str = "") -> Result:
    """Do not show an adoption, for a reason of the closed list, which its author reads.

    Parameters:
        text: one sentence that only the author reads.
    """
    if reason not in AdoptionRefusal.values:
        return Result.NO_REASON
    return _decide(adoption_id, seen, user, now, AdoptionState.REFUSED, reason, tidy_line(text)[:400])


#: What a decision changes beside its moment, as texts.
_DECIDED = ("state", "reason", "reason_text")


def before_of(adoption: Adoption) -> dict[str, str]:
    """What is needed to take the next decision about ``adoption`` back."""
    decided_at = adoption.decided_at.isoformat() if adoption.decided_at else ""
    decided = {name: str(getattr(adoption, name)) for name in _DECIDED}
    return {**decided, "adoption": str(adoption.pk), "by": str(adoption.decided_by_id or ""), "decided_at": decided_at}


def take_back(user: AnyUser, kept: Mapping[str, str]) -> str:
    """Undo a refusal: the adoption is as it was before, and its author hears nothing.

    Parameters:
        kept: ``before_of`` the adoption, and its seal since the decision (``seen``).

    Raises:
        CannotUndoError: it was decided otherwise meanwhile, or is not the user's to decide any more.
    """
    adoption = Adoption.objects.select_for_update(no_key=True, of=("self",)).filter(pk=int(kept["adoption"])).first()
    if adoption is None or adoption.decided_at is None or seal(adoption) != kept["seen"]:
        raise changed_meanwhile()
    if not isinstance(user, User) or not adoptions_of(user).filter(pk=adoption.pk).exists():
        raise not_allowed()
    before, mails = adoption.state, OutgoingMail.objects.about(ABOUT, [adoption.pk])
    decided = f":{adoption.decided_at.timestamp()}"
    mails.filter(kind=DECIDED, status=MailStatus.QUEUED, dedupe_key__endswith=decided).delete()
    for name in _DECIDED:
        setattr(adoption, name, kept[name])
    adoption.decided_by_id = int(kept["by"]) if kept["by"] else None
    adoption.decided_at = parse_datetime(kept["decided_at"]) if kept["decided_at"] else None
    adoption.save()
    record(AdoptionAction.UNDO, adoption, timezone.now(), user=user, from_state=before)
    announce(adoption)
    return done()


def _decide(
    adoption_id: int, seen: str, user: User, now: datetime, state: AdoptionState, reason: str, text: str
) -> Result:
    with transaction.atomic():
        adoption = Adoption.objects.select_for_update(no_key=True, of=("self",)).filter(pk=adoption_id).first()
        if adoption is None or seal(adoption) != seen:
            return Result.STALE
        if (adoption.state, adoption.reason) == (state, reason):
            return Result.UNCHANGED
        before = adoption.state
        adoption.state, adoption.reason, adoption.reason_text = state, reason, text
        adoption.decided_by, adoption.decided_at = user, now
        if state == AdoptionState.PUBLISHED:
            adoption.published_at = adoption.published_at or now
        adoption.save()
        action = AdoptionAction.SHOW if state == AdoptionState.PUBLISHED else AdoptionAction.REFUSE
        record(action, adoption, now, user=user, from_state=before)
        queue(
            DECIDED,
            about=(ABOUT, adoption.pk),
            language=adoption.language,
            dedupe=f"{now.timestamp()}",
            # A refusal can be taken back, then its author hears nothing of it.
            due=now + HELD_FOR if state == AdoptionState.REFUSED else None,
        )
        announce(adoption)
    return Result.DONE
