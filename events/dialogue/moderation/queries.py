"""Lists and numbers of moderation. Callers have checked that the person may see what has not been shown."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from events.dialogue.enums import Channel, ContributionState, LogAction, RefusalReason
from events.dialogue.models import Contribution, DialogueLog, Occasion, Rendering
from events.dialogue.moderation.working_days import working_days_before
from events.dialogue.rules import CONSULTATION_WORKING_DAYS, LIVE_MINUTES
from portal.core.i18n.text import finder
from portal.core.operations.retention import REFUSED_CONTRIBUTIONS

S = ContributionState
#: What waits for somebody at the desk.
WAITING = (S.PENDING, S.HELD)
NEWEST, OLDEST, HELD_FIRST = "newest", "oldest", "held"


def of_place(occasion: Occasion | None) -> QuerySet[Contribution]:
    """Contributions to an occasion, or to the standing questions."""
    return Contribution.objects.filter(occasion=occasion)


def with_shown(contributions: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """With what a list shows of each, and whether there are translations to read (``is_translated``): few have any."""
    related = ("question", "decided_by", "same_as", "occasion")
    renderings = Rendering.objects.filter(contribution=OuterRef("pk"))
    return contributions.select_related(*related).annotate(is_translated=Exists(renderings))


def filtered(contributions: QuerySet[Contribution], chosen: dict[str, Any]) -> QuerySet[Contribution]:
    """Contributions that match the filters, in the order chosen; what is withdrawn is left out unless asked for."""
    state = chosen.get("state")
    if state == "waiting":
        contributions = contributions.filter(state__in=WAITING)
    elif state == "appeals":
        contributions = contributions.filter(state__in=WAITING, appealed_at__isnull=False)
    elif state:
        contributions = contributions.filter(state=state)
    else:
        contributions = contributions.exclude(state=S.WITHDRAWN)
    for name in ("question", "language", "channel", "stage"):
        if chosen.get(name):
            contributions = contributions.filter(**{name: chosen[name]})
    match chosen.get("theme"):
        case None | "":
            pass
        case "none":
            contributions = contributions.filter(memberships__isnull=True)
        case theme:
            contributions = contributions.filter(memberships__theme=theme)
    if chosen.get("q"):
        contributions = contributions.filter(pk__in=_found(contributions, chosen["q"]))
    return in_order(contributions, chosen.get("order") or NEWEST)


def in_order(contributions: QuerySet[Contribution], order: str) -> QuerySet[Contribution]:
    """Newest, oldest, or what is held back first and then the oldest."""
    if order == OLDEST:
        return contributions.order_by("created_at", "pk")
    if order == HELD_FIRST:
        first = Case(When(state=S.HELD, then=Value(0)), default=Value(1), output_field=IntegerField())
        return contributions.order_by(first, "created_at", "pk")
    return contributions.order_by("-created_at", "-pk")


def _found(contributions: QuerySet[Contribution], asked: str) -> list[int]:
    """Numbers of those whose texts, translations or names hold every word, by a key that no database can work out."""
    is_found = finder(asked)
    fields = ("pk", "public_id", "text", "shown_name", "shown_organisation")
    found = [pk for pk, *texts in contributions.order_by().values_list(*fields).iterator() if is_found(*texts)]
    renderings = contributions.order_by().filter(renderings__isnull=False).values_list("pk", "renderings__text")
    return [*found, *(pk for pk, text in renderings.iterator() if is_found(text))]


def overdue(contributions: QuerySet[Contribution], now: datetime) -> QuerySet[Contribution]:
    """What waits for longer than was promised: two working days, in a live room two minutes."""
    return contributions.filter(_is_overdue(now))


def _is_overdue(now: datetime) -> Q:
    days, minutes = working_days_before(now, CONSULTATION_WORKING_DAYS), now - timedelta(minutes=LIVE_MINUTES)
    waited = Q(appealed_at__isnull=True, created_at__lt=days) | Q(appealed_at__lt=days)
    live = Q(channel=Channel.LIVE, occasion__live_code__isnull=False, appealed_at__isnull=True, created_at__lt=minutes)
    return (waited | live) & Q(state__in=WAITING)


@dataclass(frozen=True)
class Waiting:
    """How much waits, how much of it for longer than was promised, and the languages of everything that came."""

    waiting: int
    overdue: int
    languages: list[str]


def waiting_at(contributions: QuerySet[Contribution], now: datetime) -> Waiting:
    """What the head of the queue says, in one query."""
    by_language = contributions.order_by("language").values("language")
    rows = by_language.annotate(
        waiting=Count("pk", filter=Q(state__in=WAITING)), late=Count("pk", filter=_is_overdue(now))
    )
    return Waiting(sum(row["waiting"] for row in rows), sum(row["late"] for row in rows), [r["language"] for r in rows])


def numbers_by_state(contributions: QuerySet[Contribution]) -> dict[str, int]:
    """How many contributions are in each state."""
    counted = contributions.order_by().values("state").annotate(number=Count("pk"))
    by_state = {row["state"]: row["number"] for row in counted}
    return {str(state): by_state.get(state, 0) for state in S}


@dataclass
class MonthlyLine:
    """What was decided in one month, for everybody to read."""

    month: datetime
    shown: int = 0
    appeals: int = 0
    #: Appeals after which the contribution was shown.
    overturned: int = 0
    #: How many were refused, by the code of the reason; refused are those that were so when the month ended.
    refused: dict[str, int] = field(default_factory=dict)

    @property
    def all_refused(self) -> int:
        """How many were not shown, for whatever reason."""
        return sum(self.refused.values())

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """The reasons in words, with how often each was given."""
        return [(str(RefusalReason(code).label), number) for code, number in sorted(self.refused.items())]


def monthly_lines(occasions: Iterable[int | None] | None = None, since: datetime | None = None) -> list[MonthlyLine]:
    """The public line of every month (UTC) in which something was decided, the newest first.

    A contribution counts by the last decision of the month; one that was taken back counts as never made.

    Parameters:
        occasions: numbers of occasions; None among them is the standing questions, and instead of all everything.
        since: first moment of the earliest month that is wanted; all of them without it.
    """
    actions = (LogAction.SHOW, LogAction.REFUSE, LogAction.APPEAL, LogAction.UNDO)
    entries = DialogueLog.objects.filter(action__in=actions).order_by("at", "pk")
    if since is not None:
        # An appeal is decided about after the month in which it came, perhaps.
        entries = entries.filter(at__gte=since - 2 * REFUSED_CONTRIBUTIONS.period)
    if occasions is not None:
        wanted = set(occasions)
        entries = entries.filter(
            Q(occasion__in=wanted - {None}) | (Q(occasion=None) if None in wanted else Q(pk__in=[]))
        )
    lines: dict[datetime, MonthlyLine] = {}
    decided: dict[tuple[datetime, str], list[tuple[str, str]]] = defaultdict(list)
    appealed: set[str] = set()
    columns = ("action", "number", "from_state", "to_state", "reason", "at")
    for action, number, from_state, to_state, reason, at in entries.values_list(*columns):
        month = at.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        line, made = lines.setdefault(month, MonthlyLine(month)), decided[month, number]
        if action == LogAction.APPEAL:
            line.appeals += 1
            appealed.add(number)
        elif action != LogAction.UNDO:
            made.append((to_state, reason))
            line.overturned += number in appealed and to_state == S.PUBLISHED
        elif from_state != to_state and made and made[-1][0] == from_state:
            made.pop()
            line.overturned -= number in appealed and from_state == S.PUBLISHED
    for (month, _number), made in decided.items():
        to_state, reason = made[-1] if made else ("", "")
        if to_state == S.PUBLISHED:
            lines[month].shown += 1
        elif to_state == S.REFUSED:
            lines[month].refused[reason] = lines[month].refused.get(reason, 0) + 1
    return [lines[month] for month in sorted(lines, reverse=True) if since is None or month >= since]
