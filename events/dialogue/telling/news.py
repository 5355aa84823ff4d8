"""Queueing news for followers, experts and teams: by comparing what is so with what was told, again and again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from events.dialogue.enums import ApprovalState
from events.dialogue.input.following import FOLLOWING
from events.dialogue.models import Contribution, Follower, Occasion, StatementApproval, Theme
from events.dialogue.telling.steps import stories
from events.enums import EventStatus, RegistrationState
from events.models import Registration
from portal.core.mail.outbox.queueing import new_mail, queue_many
from portal.core.models import OutgoingMail

#: Kinds of mails, and of what they are about.
NEWS, THEMES, JOIN, APPROVAL = "dialogue.news", "dialogue.themes", "dialogue.join", "approval"
#: A live room that is open so long before its event is told to those who are registered.
BEFORE_EVENT = timedelta(days=1)
#: A follower gets one mail in this time at most.
BETWEEN_MAILS = timedelta(days=7)
#: A contribution is read and grouped in one sitting: the mail waits until it is over.
SITTING = timedelta(hours=1)
#: Themes that were not changed for so long are put to the experts.
SETTLED = timedelta(days=1)
#: After the last mail nothing is left to tell: the address goes.
AFTER_LAST = timedelta(days=7)
#: Followers who are looked at in one go.
BATCH = 500


def tell_followers(now: datetime) -> int:
    """Queue one mail for each confirmed address of which something is not told yet; returns how many."""
    ready = Q(last_told__isnull=True, confirmed_at__lte=now - SITTING) | Q(last_told__lte=now - BETWEEN_MAILS)
    due = Follower.objects.filter(ready, confirmed_at__isnull=False, ends_at__gt=now).order_by("pk")
    number, last = 0, 0
    while batch := list(due.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        number += _tell(batch, now)
    return number


def _tell(followers: list[Follower], now: datetime) -> int:
    contributions = Contribution.objects.filter(pk__in=[follower.contribution_id for follower in followers])
    told = stories(contributions)
    mails, changed = [], []
    for follower in followers:
        story = told[follower.contribution_id]
        steps = story.steps
        if not set(steps) - set(follower.told):
            continue
        follower.told, follower.last_told = steps, now
        if story.is_over:
            follower.ends_at = min(follower.ends_at, now + AFTER_LAST)
        changed.append(follower)
        mails.append(_mail(NEWS, (FOLLOWING.about, follower.pk), follower.language, dedupe=f"{now:%Y%m%dT%H%M}"))
    with transaction.atomic():
        Follower.objects.bulk_update(changed, ["told", "last_told", "ends_at"])
        queue_many(mails)
    return len(mails)


def tell_experts(now: datetime) -> int:
    """Queue one mail for each expert whose event has themes to answer; once, when they are settled."""
    themes = Theme.objects.filter(occasion__event=OuterRef("event"), merged_into__isnull=True)
    approvals: QuerySet[StatementApproval] = StatementApproval.objects.filter(
        Exists(themes), ~Exists(themes.filter(created_at__gt=now - SETTLED)), ends_at__gt=now
    )
    asked = approvals.exclude(address="").exclude(state=ApprovalState.DECLINED)
    known = OutgoingMail.objects.filter(kind=THEMES).values_list("about_key", flat=True)
    waiting = [approval for approval in asked if str(approval.pk) not in set(known)]
    return queue_many(
        _mail(THEMES, (APPROVAL, approval.pk), approval.language, dedupe="themes") for approval in waiting
    )


def tell_registrants(now: datetime) -> int:
    """Queue the personal link into a live room for everybody who is registered, once the room is open."""
    rooms = Occasion.objects.exclude(live_code=None).filter(
        event__status=EventStatus.SCHEDULED, event__starts_at__lte=now + BEFORE_EVENT, event__ends_at__gt=now
    )
    people = Registration.objects.filter(
        event__in=rooms.values("event"), state=RegistrationState.CONFIRMED, bounced_at__isnull=True
    )
    told = OutgoingMail.objects.filter(kind=JOIN, about_kind=Registration.ABOUT).values("about_key")
    waiting = people.annotate(key=Cast("pk", CharField())).exclude(key__in=told)
    return queue_many(
        _mail(JOIN, (Registration.ABOUT, person.pk), person.language, dedupe="join")
        for person in waiting.iterator(BATCH)
    )


def _mail(kind: str, about: tuple[str, object], language: str, dedupe: str) -> OutgoingMail:
    return new_mail(kind, about=about, language=language, dedupe=dedupe)
