"""Business actions of authors: contribute, edit, withdraw, appeal. Views only call these."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from events.dialogue.audit_log import AUTHOR, By, record
from events.dialogue.enums import Channel, ContributionState, HoldReason, LogAction, Quoting, Stage
from events.dialogue.input import following
from events.dialogue.input.holding import first_state, text_key
from events.dialogue.models import (
    Contribution,
    Follower,
    Occasion,
    Participant,
    Question,
    Round,
    ThemeMember,
    ThemeProposal,
)
from events.dialogue.models.contributions import MOST_NAME
from events.dialogue.rules import LICENCE_VERSION, RULES_VERSION
from events.dialogue.signals import contributions_changed
from portal.core.i18n.text import tidy_name, tidy_text
from portal.core.operations.retention import CONTRIBUTIONS, months_later
from portal.core.web.tokens import fingerprint

#: Longest reason of an appeal, in characters.
MOST_APPEAL = 400


class Outcome(Enum):
    """The outcome of an action of an author."""

    DONE = auto()
    #: It had been done before, or nothing was changed.
    UNCHANGED = auto()
    #: The contribution is in a state in which that cannot be done.
    IMPOSSIBLE = auto()


@dataclass(frozen=True)
class Words:
    """What somebody says, and what may be done with it."""

    text: str
    #: BCP 47; ``und`` if nobody knows.
    language: str
    name: str = ""
    organisation: str = ""
    country: str = ""
    role: str = ""
    quoting: str = Quoting.NO
    agrees_to_licence: bool = False


@dataclass(frozen=True)
class About:
    """What a contribution is about: a question, in a round perhaps; or another thing, by kind and key."""

    occasion: Occasion | None
    question: Question | None = None
    round: Round | None = None
    kind: str = ""
    key: str = ""
    #: Of a paragraph of the model: the version, in which language it was read, and SHA-256 of what it said.
    version: str = ""
    read_in: str = ""
    digest: str = ""
    #: The words that were selected, with what stands before and after them.
    quote: str = ""
    prefix: str = ""
    suffix: str = ""


def contribute(
    words: Words,
    about: About,
    *,
    now: datetime,
    participant: Participant | None = None,
    stage: str | None = None,
    channel: str = Channel.WEB,
    by: By = AUTHOR,
    by_organiser: bool = False,
    late: bool = False,
    form_key: str = "",
) -> Contribution:
    """Store a contribution in its first state; the same form sent twice is one contribution.

    Parameters:
        participant: None only for what the team enters.
        stage: of the occasion; by its clock if it is left out.
        late: came after the round was closed.
        form_key: random text of the form, or of the line of a file.
    """
    contribution = _new(words, about, now)
    contribution.participant, contribution.by_organiser, contribution.late = participant, by_organiser, late
    contribution.stage, contribution.channel = stage or stage_at(about.occasion, now), channel
    contribution.form_key = fingerprint(form_key) if form_key else None
    _set_first_state(contribution, now)
    try:
        with transaction.atomic():
            contribution.save()
            _log(LogAction.CONTRIBUTE, by, now, contribution, reason=contribution.hold_reason)
            contributions_changed.send(sender=Contribution, contributions=[contribution], are_new=True)
    except IntegrityError:
        before = Contribution.objects.filter(form_key=contribution.form_key).exclude(form_key=None).first()
        if before is None:
            raise
        return before
    return contribution


def is_stored(form_key: str) -> bool:
    """Whether the form with this key was taken already."""
    return Contribution.objects.filter(form_key=fingerprint(form_key)).exists()


def _new(words: Words, about: About, now: datetime) -> Contribution:
    contribution = Contribution(
        occasion=about.occasion,
        question=about.question,
        round=about.round,
        subject_kind=about.kind,
        subject_key=about.key,
        subject_version=about.version,
        subject_language=about.read_in,
        subject_digest=about.digest,
        subject_quote=tidy_text(about.quote),
        quote_prefix=about.prefix,
        quote_suffix=about.suffix,
        created_at=now,
        erase_at=keep_until(about.occasion, now),
    )
    _set_words(contribution, words)
    return contribution


def _set_words(contribution: Contribution, words: Words) -> None:
    contribution.text = tidy_text(words.text)
    contribution.text_key = text_key(contribution.text)
    contribution.language = words.language
    contribution.shown_name = tidy_name(words.name)[:MOST_NAME]
    contribution.shown_organisation = tidy_name(words.organisation)[:MOST_NAME]
    contribution.country, contribution.role = words.country, words.role
    contribution.quoting = words.quoting
    contribution.licence_version = LICENCE_VERSION if words.agrees_to_licence else ""
    contribution.rules_version = RULES_VERSION


def _set_first_state(contribution: Contribution, now: datetime) -> None:
    names = f"{contribution.shown_name}\n{contribution.shown_organisation}".strip()
    said = f"{contribution.text}\n{names}" if names else contribution.text
    state, reason = first_state(contribution.occasion, said, contribution.text_key, contribution.participant)
    contribution.state, contribution.hold_reason = state, reason
    if state == ContributionState.PUBLISHED:
        contribution.published_at = contribution.published_at or now


def stage_at(occasion: Occasion | None, now: datetime) -> Stage:
    """Whether ``now`` is before, during or after the event of an occasion; before where there is none."""
    event = occasion.event if occasion else None
    if event is None or now < event.starts_at:
        return Stage.BEFORE
    return Stage.LIVE if now < event.ends_at else Stage.AFTER


def keep_until(occasion: Occasion | None, now: datetime) -> datetime:
    """When a contribution of ``now`` goes unless it may be quoted."""
    if occasion is None:
        return now + CONTRIBUTIONS.period
    # Two years with a leap day are a day longer than what is promised at most.
    return min(months_later(now, occasion.retention_months), now + CONTRIBUTIONS.most)


def own(participant: Participant, public_id: str, *, lock: bool = False) -> Contribution | None:
    """A contribution of ``participant``; None for those of others."""
    found = Contribution.objects.select_related("occasion__event", "question", "round")
    if lock:
        found = found.select_for_update(of=("self",), no_key=True)
    return found.filter(participant=participant, public_id=public_id).first()


def edit(participant: Participant, public_id: str, words: Words, now: datetime) -> tuple[Outcome, str]:
    """Change one's own contribution: in place, or as a new one if others have reacted to the words.

    Whoever changes words or name is read again; whoever changes what may be done with them is not.

    Returns:
        The outcome, and the public id under which the words are now.
    """
    with transaction.atomic():
        old = own(participant, public_id, lock=True)
        if old is None or not can_edit(old):
            return Outcome.IMPOSSIBLE, public_id
        new = _changed(old, words, now)
        says_other = (new.text, new.language) != (old.text, old.language)
        names_other = (new.shown_name, new.shown_organisation) != (old.shown_name, old.shown_organisation)
        if says_other and has_reactions(old):
            _replace(old, new, now)
        elif says_other or names_other:
            _change_in_place(old, new, now, says_other=says_other)
        elif _terms(new) != _terms(old):
            new.save()
        else:
            return Outcome.UNCHANGED, public_id
        _log(LogAction.EDIT, AUTHOR, now, new, from_state=old.state, reason=new.hold_reason)
        contributions_changed.send(sender=Contribution, contributions=[old, new] if old.pk != new.pk else [new])
        return Outcome.DONE, new.public_id


def can_edit(contribution: Contribution) -> bool:
    """Whether its author can change the words: what was refused can be appealed against, or sent anew."""
    ended = contribution.state in {ContributionState.REFUSED, ContributionState.WITHDRAWN}
    return not ended and bool(contribution.text) and not hasattr(contribution, "replaced_by")


def has_reactions(contribution: Contribution) -> bool:
    """Whether somebody has agreed, disagreed or passed."""
    sums = contribution.agreed or contribution.disagreed or contribution.passed
    return bool(sums) or contribution.reactions.exists()


def _terms(contribution: Contribution) -> tuple[str, ...]:
    return (contribution.country, contribution.role, contribution.quoting, contribution.licence_version)


def _changed(old: Contribution, words: Words, now: datetime) -> Contribution:
    """A copy of ``old`` with other words, not stored."""
    values: dict[str, Any] = {field.attname: getattr(old, field.attname) for field in old._meta.concrete_fields}
    new = Contribution(**values)
    new._state.adding, new._state.db = False, old._state.db
    new.occasion, new.participant = old.occasion, old.participant
    _set_words(new, words)
    return new


def _replace(old: Contribution, new: Contribution, now: datetime) -> None:
    """Store ``new`` as a contribution of its own, without the reactions; whoever follows the old one follows it."""
    fresh = Contribution()
    new.pk, new.public_id, new.form_key, new._state.adding = None, fresh.public_id, None, True
    new.replaces, new.same_as, new.created_at, new.published_at = old, None, now, None
    new.agreed = new.disagreed = new.passed = 0
    new.decided_by = new.decided_at = new.appealed_at = new.refused_by = None
    new.reason = new.reason_text = new.appeal_text = ""
    _set_first_state(new, now)
    new.save()
    Follower.objects.filter(contribution=old).update(contribution=new)


def _change_in_place(old: Contribution, new: Contribution, now: datetime, *, says_other: bool) -> None:
    new.decided_by = new.decided_at = None
    if old.state == ContributionState.HELD and old.hold_reason == HoldReason.REPORTED:
        pass  # readers have reported it: other words do not bring it back by themselves
    else:
        _set_first_state(new, now)
    if says_other:
        new.same_as = None
        new.renderings.all().delete()
        new.memberships.update(because="")
    new.save()


def withdraw(participant: Participant, public_id: str, now: datetime) -> Outcome:
    """Withdraw one's own contribution: its words, and those that it replaces, are erased at once. The id stays."""
    with transaction.atomic():
        contribution = own(participant, public_id, lock=True)
        if contribution is None:
            return Outcome.IMPOSSIBLE
        if contribution.state == ContributionState.WITHDRAWN:
            return Outcome.UNCHANGED
        chain = _versions(contribution)
        for version in chain:
            if version.state != ContributionState.WITHDRAWN:
                before = version.state
                erase(version)
                version.state, version.withdrawn_at = ContributionState.WITHDRAWN, now
                version.save()
                _log(LogAction.WITHDRAW, AUTHOR, now, version, from_state=before)
        contributions_changed.send(sender=Contribution, contributions=chain)
    return Outcome.DONE


def _versions(contribution: Contribution) -> list[Contribution]:
    """A contribution with those that it replaces, and those that replace it."""
    chain, found = [contribution], {contribution.pk}
    while others := list(
        Contribution.objects.select_for_update(of=("self",), no_key=True)
        .filter(Q(replaces__in=found) | Q(replaced_by__in=found))
        .exclude(pk__in=found)
    ):
        chain += others
        found |= {other.pk for other in others}
    return chain


def erase(contribution: Contribution) -> None:
    """Take from a contribution all that its author said, and what others made of it. The caller saves it."""
    contribution.text = contribution.text_key = contribution.subject_quote = ""
    contribution.quote_prefix = contribution.quote_suffix = ""
    contribution.shown_name = contribution.shown_organisation = contribution.country = contribution.role = ""
    contribution.appeal_text = contribution.reason_text = contribution.hold_reason = ""
    contribution.quoting, contribution.licence_version = Quoting.NO, ""
    contribution.same_as = contribution.erase_at = None
    contribution.agreed = contribution.disagreed = contribution.passed = 0
    for things in (contribution.renderings, contribution.flags, contribution.reactions):
        things.all().delete()
    following.stop_all(contribution)
    # Which words led to the theme are words of the author.
    ThemeMember.objects.filter(contribution=contribution).exclude(because="").update(because="")
    # So may the titles of proposals be; the team has them worked out again by one press.
    ThemeProposal.objects.filter(contributions=contribution).delete()


def appeal(participant: Participant, public_id: str, reason: str, now: datetime) -> Outcome:
    """Ask for another decision about a contribution that is not shown: once, and somebody else decides."""
    with transaction.atomic():
        contribution = own(participant, public_id, lock=True)
        if contribution is None or not can_appeal(contribution):
            return Outcome.IMPOSSIBLE
        contribution.refused_by = contribution.refused_by or contribution.decided_by
        contribution.state, contribution.appealed_at = ContributionState.PENDING, now
        contribution.appeal_text = tidy_text(reason)[:MOST_APPEAL]
        contribution.decided_by = contribution.decided_at = None
        contribution.erase_at = keep_until(contribution.occasion, contribution.created_at)
        contribution.save()
        _log(LogAction.APPEAL, AUTHOR, now, contribution, from_state=ContributionState.REFUSED)
        contributions_changed.send(sender=Contribution, contributions=[contribution])
    return Outcome.DONE


def can_appeal(contribution: Contribution) -> bool:
    """Whether its author can still ask for another decision: once, and as long as the words are kept."""
    refused = contribution.state == ContributionState.REFUSED
    return refused and contribution.appealed_at is None and bool(contribution.text)


def _log(
    action: LogAction, by: By, now: datetime, contribution: Contribution, from_state: str = "", reason: str = ""
) -> None:
    record(
        action,
        by,
        now,
        occasion=contribution.occasion,
        number=contribution.public_id,
        from_state=from_state,
        to_state=contribution.state,
        reason=reason,
    )
