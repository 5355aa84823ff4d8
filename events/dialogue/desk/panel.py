"""The card "Input" of the dashboard: places where something waits, waits for too long, or a report is due."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from events.dialogue.desk.access import Place
from events.dialogue.models import Contribution, Occasion
from events.dialogue.moderation.queries import WAITING, overdue
from events.dialogue.reports.due import asked_for_report
from events.dialogue.rights import occasions_of
from partners.teams.ownership import acts_for_all
from portal.core.types import AnyUser

MOST = 5


@dataclass(frozen=True)
class PanelRow:
    """One place with something to do."""

    title: str
    url: str
    waiting: int = 0
    #: How many of them wait for longer than was promised.
    overdue: int = 0
    report_is_due: bool = False
    #: The day that was promised.
    report_due: date | None = None


def panel_rows(user: AnyUser, now: datetime) -> list[PanelRow]:
    """Where ``user`` has something to do: what is overdue first, then what waits, then reports. Three queries."""
    mine = Q(occasion__in=occasions_of(user).order_by().values("pk"))
    if acts_for_all(user):
        mine |= Q(occasion=None)
    waiting = _by_occasion(Contribution.objects.filter(mine, state__in=WAITING))
    late = _by_occasion(overdue(Contribution.objects.filter(mine), now)) if waiting else Counter()
    due = {occasion.pk: occasion for occasion in asked_for_report(occasions_of(user).order_by(), now)}
    known = Occasion.objects.in_bulk([number for number in waiting if number and number not in due]) if waiting else {}
    rows = []
    for number in {*waiting, *due}:
        occasion = due.get(number) or known.get(number) if number else None
        place = Place(occasion)
        rows.append(
            PanelRow(
                title=place.title,
                url=place.url("queue" if waiting[number] else "overview"),
                waiting=waiting[number],
                overdue=late[number],
                report_is_due=number in due,
                report_due=occasion.report_due if occasion else None,
            )
        )
    return sorted(rows, key=lambda row: (-row.overdue, -row.waiting, row.title))[:MOST]


def _by_occasion(contributions: QuerySet[Contribution]) -> Counter[int | None]:
    counted = contributions.order_by().values("occasion").annotate(number=Count("pk"))
    return Counter({row["occasion"]: row["number"] for row in counted})
