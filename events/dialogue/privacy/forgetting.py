"""Retention: what people gave is deleted when its period is over; counts, and what may be quoted, stay."""

from dataclasses import dataclass, fields, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from events.dialogue.audit_log import SYSTEM, record
from events.dialogue.enums import ContributionState, LogAction, Quoting, ReactionValue
from events.dialogue.input.following import FOLLOWING
from events.dialogue.models import (
    Contribution,
    Flag,
    Follower,
    Occasion,
    OpinionAnalysis,
    Participant,
    Reaction,
    Rendering,
    StatementApproval,
    ThemeMember,
    ThemeProposal,
)
from events.dialogue.signals import contributions_changed
from portal.core.operations.retention import (
    FLAGS,
    PARTICIPANT_NETWORKS,
    REACTIONS,
    REFUSED_CONTRIBUTIONS,
    UNCONFIRMED_FOLLOWERS,
    months_later,
)


@dataclass(frozen=True)
class Due:
    """Numbers of a retention run: what it has deleted, or would delete."""

    refused: int = 0
    contributions: int = 0
    reactions: int = 0
    networks: int = 0
    followers: int = 0
    approvals: int = 0
    flags: int = 0
    participants: int = 0

    @property
    def total(self) -> int:
        """How many rows in all."""
        return sum(getattr(self, name.name) for name in fields(self))


def run_retention(now: datetime, *, dry_run: bool = False) -> Due:
    """Delete what is due, in one transaction; idempotent.

    Parameters:
        dry_run: only count. Participants are counted as they stand before anything else is deleted.
    """
    with transaction.atomic():
        refused, expired, occasions = _refused(now), _expired(now), _settled_occasions(now)
        networks = Participant.objects.exclude(network="").filter(
            Q(joined_hour__isnull=True) | Q(joined_hour__lte=now - PARTICIPANT_NETWORKS.period)
        )
        unconfirmed = Q(confirmed_at__isnull=True, created_at__lte=now - UNCONFIRMED_FOLLOWERS.period)
        followers = Follower.objects.filter(unconfirmed | Q(ends_at__lte=now))
        approvals = StatementApproval.objects.filter(ends_at__lte=now).exclude(address="")
        flags = Flag.objects.filter(at__lte=now - FLAGS.period)
        reactions = Reaction.objects.filter(participant__occasion__in=occasions)
        due = Due(
            refused=refused.count(),
            contributions=expired.count(),
            reactions=reactions.count(),
            networks=networks.count(),
            followers=followers.count(),
            approvals=approvals.count(),
            flags=flags.count(),
            participants=_unneeded_participants(now).count(),
        )
        if dry_run:
            return due
        _empty(refused)
        _end(expired)
        _sum_up(reactions)
        networks.update(network="")
        FOLLOWING.end(followers)
        approvals.update(address="", token_sha256="", correction={})
        flags.delete()
        due = replace(due, participants=_unneeded_participants(now).delete()[1].get("dialogue.Participant", 0))
        if due.total:
            record(LogAction.FORGET, SYSTEM, now, occasion=None, amount=due.total)
    return due


def _refused(now: datetime) -> QuerySet[Contribution]:
    """Texts that are not shown and whose time for an appeal is over; the reason and the language stay."""
    over = Q(decided_at__lte=now - REFUSED_CONTRIBUTIONS.period)
    return Contribution.objects.filter(over, state=ContributionState.REFUSED).exclude(text="")


def _expired(now: datetime) -> QuerySet[Contribution]:
    """Contributions whose period is over and that can still be traced to a key or hold what may not be quoted."""
    due = Contribution.objects.filter(erase_at__lte=now, by_organiser=False)
    return due.exclude(state=ContributionState.WITHDRAWN)


def _empty(contributions: QuerySet[Contribution]) -> None:
    """Take out every word, of the translations too."""
    emptied = list(contributions)
    numbers = [contribution.pk for contribution in emptied]
    Rendering.objects.filter(contribution__in=numbers).delete()
    ThemeProposal.objects.filter(contributions__in=numbers).delete()
    ThemeMember.objects.filter(contribution__in=numbers).exclude(because="").update(because="")
    Contribution.objects.filter(pk__in=numbers).update(
        text="",
        text_key="",
        shown_name="",
        shown_organisation="",
        subject_quote="",
        quote_prefix="",
        quote_suffix="",
        appeal_text="",
        reason_text="",
        country="",
        role="",
        form_key=None,
    )
    contributions_changed.send(sender=Contribution, contributions=emptied)


def _end(contributions: QuerySet[Contribution]) -> None:
    """What may be quoted stays as it may be quoted, and leads to nobody; the rest is emptied."""
    may_stay = Q(state=ContributionState.PUBLISHED) & ~Q(quoting=Quoting.NO) & ~Q(licence_version="")
    numbers = list(contributions.values_list("pk", flat=True))
    ended = Contribution.objects.filter(pk__in=numbers)
    _empty(ended.exclude(may_stay))
    ended.filter(may_stay, quoting=Quoting.ANONYMOUS).update(shown_name="", shown_organisation="")
    FOLLOWING.end(Follower.objects.filter(contribution__in=numbers))
    ended.update(participant=None, erase_at=None, form_key=None, role="")


def _settled_occasions(now: datetime) -> list[int]:
    """Occasions whose reactions have been counted for long enough: after the report, or without one after the input."""
    reported = Q(reported_at__lte=now - REACTIONS.period)
    settled = list(Occasion.objects.filter(reported).values_list("pk", flat=True))
    unreported = Occasion.objects.filter(reported_at__isnull=True, live_code__isnull=True)
    for occasion in unreported.filter(Q(closes_at__lte=now) | Q(live_ended_at__lte=now)):
        ended = max(moment for moment in (occasion.closes_at, occasion.live_ended_at) if moment)
        if months_later(ended, occasion.retention_months) <= now:
            settled.append(occasion.pk)
    return settled


def _sum_up(reactions: QuerySet[Reaction]) -> None:
    """Write the sums down where the reactions were counted, then delete these."""
    numbers = {
        "agreed": Count("value", Q(value=ReactionValue.AGREE)),
        "disagreed": Count("value", Q(value=ReactionValue.DISAGREE)),
        "passed": Count("value", Q(value=ReactionValue.PASS)),
    }
    counted = reactions.filter(participant__excluded_at__isnull=True).order_by().values("contribution")
    for number, *sums in counted.annotate(**numbers).values_list("contribution", *numbers):
        Contribution.objects.filter(pk=number).update(**dict(zip(numbers, sums, strict=True)))
    for analysis in OpinionAnalysis.objects.filter(occasion__in=reactions.values("participant__occasion")):
        analysis.result.pop("members", None)
        analysis.save(update_fields=["result"])
    reactions.delete()


def _unneeded_participants(now: datetime) -> QuerySet[Participant]:
    """Keys that lead to nothing any more. Whoever joined lately may still be about to write."""
    own = Contribution.objects.filter(participant=OuterRef("pk"))
    reacted = Reaction.objects.filter(participant=OuterRef("pk"))
    lately = Q(joined_hour__gt=now - REACTIONS.period)
    return Participant.objects.filter(~Exists(own), ~Exists(reacted)).exclude(lately)
