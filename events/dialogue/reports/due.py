"""When the report "What we heard" of an occasion is due: asked for at the desk, reminded of by mail."""

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from events.dialogue.models import Occasion

#: From which day after the end the report is asked for.
NUDGE_AFTER = timedelta(days=7)
#: From so many days before the promised day on, the team is reminded.
REMINDED_AHEAD = timedelta(days=7)


def asked_for_report(occasions: QuerySet[Occasion], now: datetime) -> QuerySet[Occasion]:
    """Occasions that got contributions, are over for a week or past the day they promised, and have no report."""
    over = Coalesce("event__ends_at", "closes_at")
    due = Q(over__lte=now - NUDGE_AFTER) | Q(report_due__lte=now.date())
    open_ones = occasions.annotate(over=over).filter(due, reported_at=None)
    return open_ones.filter(Q(contributions__isnull=False) | Q(report_due__isnull=False)).distinct()


def report_is_due(occasion: Occasion, now: datetime) -> bool:
    """Whether the report of this occasion is asked for."""
    return asked_for_report(Occasion.objects.filter(pk=occasion.pk), now).exists()


def reminded_of(occasion: Occasion, now: datetime) -> date | None:
    """The promised day of a report that is missing, from a week before on; None where nobody is reminded."""
    due = occasion.report_due if occasion.reported_at is None else None
    return due if due and due <= (now + REMINDED_AHEAD).date() else None
