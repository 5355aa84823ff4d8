"""Integrity checks: the invariants of the dialogue that no constraint of the database can hold."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q

from events.dialogue.enums import ContributionState
from events.dialogue.models import Contribution, Flag, Occasion, Reaction, Rendering, Reply, Theme
from events.dialogue.models.themes import MOST_THEMES
from portal.core.operations.retention import REFUSED_CONTRIBUTIONS

#: What is due for longer than this was forgotten by the job.
GRACE = timedelta(days=2)


def violations(now: datetime) -> list[str]:
    """A sentence for each thing that is wrong; empty when all is well. Nobody is named, nothing is quoted."""
    return [*_reactions(), *_withdrawn(), *_themes(), *_reports(), *_overdue(now)]


def _reactions() -> Iterator[str]:
    """A reaction belongs to a participant of the same occasion, and to the contribution of another one."""
    foreign = Reaction.objects.exclude(participant__occasion=F("contribution__occasion"))
    if number := foreign.count():
        yield f"{number} reactions were given in another occasion."
    if number := Reaction.objects.filter(participant=F("contribution__participant")).count():
        yield f"{number} reactions are to the participant's own contribution."


def _withdrawn() -> Iterator[str]:
    """A withdrawn text is in no table."""
    gone = Q(contribution__state=ContributionState.WITHDRAWN)
    for model in (Rendering, Flag):
        if number := model.objects.filter(gone).count():
            yield f"{number} rows of {model.__name__} belong to withdrawn contributions."


def _themes() -> Iterator[str]:
    crowded = Contribution.objects.annotate(themes=Count("memberships")).filter(themes__gt=MOST_THEMES)
    for number, themes in crowded.values_list("public_id", "themes"):
        yield f"Contribution {number} is in {themes} themes."
    for theme in Theme.objects.filter(merged_into__isnull=False, members__isnull=False).distinct():
        yield f"Theme {theme.public_id} was merged and still has members."


def _reports() -> Iterator[str]:
    """A published report has a reply for every theme."""
    unanswered = Theme.objects.filter(occasion=OuterRef("pk"), merged_into__isnull=True).exclude(
        Exists(Reply.objects.filter(theme=OuterRef("pk"), expert__isnull=True))
    )
    reported = Occasion.objects.filter(Exists(unanswered), reported_at__isnull=False)
    for number in reported.values_list("pk", flat=True):
        yield f"Occasion {number} is reported on, and a theme has no reply."


def _overdue(now: datetime) -> Iterator[str]:
    refused = Contribution.objects.filter(
        state=ContributionState.REFUSED, decided_at__lte=now - REFUSED_CONTRIBUTIONS.period - GRACE
    ).exclude(text="")
    expired = Contribution.objects.filter(erase_at__lte=now - GRACE, by_organiser=False).exclude(
        state=ContributionState.WITHDRAWN
    )
    if number := refused.count() + expired.count():
        yield f"{number} contributions were to be deleted and are not."
