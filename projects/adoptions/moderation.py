"""Business actions of moderation: showing an adoption or not, for whoever may decide about it.

A decision can be changed at any time by another one; nobody decides about words that they have not read.
"""

from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet

from partners.teams.ownership import acts_for_all, organisation_ids
from portal.core.i18n.text import tidy_line
from portal.core.mail.outbox.queueing import queue
from portal.core.types import AnyUser
from portal.core.users.models import User
from projects.adoptions.actions import ABOUT, DECIDED, announce
from projects.adoptions.audit_log import record
from projects.enums import AdoptionAction, AdoptionRefusal, AdoptionState
from projects.models import Adoption, CaseStudyPage


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
        queue(DECIDED, about=(ABOUT, adoption.pk), language=adoption.language, dedupe=f"{now.timestamp()}")
        announce(adoption)
    return Result.DONE
