"""Business actions that put contributions into themes and take them out again, one or a selection of several."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count

from events.dialogue.audit_log import desk, record
from events.dialogue.enums import ContributionState, LogAction
from events.dialogue.models import Contribution, Theme, ThemeMember
from events.dialogue.models.themes import MOST_THEMES
from portal.core.users.models import User


@dataclass(frozen=True)
class Grouped:
    """What became of a selection.

    ``done``: how many were put in or taken out; ``full``: how many are in three themes already; ``gone``: how many are
    not shown any more, or not of this occasion.
    """

    done: int = 0
    full: int = 0
    gone: int = 0


def put(
    theme_id: int,
    contributions: Iterable[int],
    user: User,
    now: datetime,
    *,
    out_of: int | None = None,
    suggested: bool = False,
    because: str = "",
) -> Grouped:
    """Put contributions into a theme, or into the one that it was merged into.

    Parameters:
        out_of: number of the theme that they leave at the same time.
        suggested: the portal suggested it; ``because`` has the words that led there.

    Raises:
        Theme.DoesNotExist: somebody dropped the theme.
    """
    wanted = set(contributions)
    with transaction.atomic():
        theme = _lock_theme(theme_id)
        found = _lock_contributions(theme, wanted)
        there = set(theme.members.filter(contribution__in=found).values_list("contribution", flat=True))
        new = [number for number in found if number not in there]
        if out_of is not None and out_of != theme.pk:
            _take(out_of, [*new, *there], user, now)
        used = _themes_of(new)
        fitting = [number for number in new if used.get(number, 0) < MOST_THEMES]
        ThemeMember.objects.bulk_create(
            ThemeMember(
                theme=theme,
                contribution_id=number,
                added_by=user,
                added_at=now,
                suggested=suggested,
                because=because[:200],
            )
            for number in fitting
        )
        if fitting:
            _record(LogAction.GROUP, theme, len(fitting), user, now)
    return Grouped(done=len(fitting), full=len(new) - len(fitting), gone=len(wanted) - len(found))


def take_out(theme_id: int, contributions: Iterable[int], user: User, now: datetime) -> Grouped:
    """Take contributions out of a theme; those that are in no other one are not grouped then."""
    with transaction.atomic():
        return Grouped(done=_take(theme_id, contributions, user, now))


def _take(theme_id: int, contributions: Iterable[int], user: User, now: datetime) -> int:
    theme = Theme.objects.select_related("occasion").get(pk=theme_id)
    number, _rows = theme.members.filter(contribution__in=list(contributions)).delete()
    if number:
        _record(LogAction.UNGROUP, theme, number, user, now)
    return number


def _lock_theme(theme_id: int) -> Theme:
    locked = Theme.objects.select_for_update(no_key=True, of=("self",)).select_related("occasion")
    theme = locked.get(pk=theme_id)
    return locked.get(pk=theme.merged_into_id) if theme.merged_into_id else theme


def _lock_contributions(theme: Theme, wanted: set[int]) -> list[int]:
    """Numbers of those that are shown at the theme's occasion, locked, so that nobody else fills their last place."""
    locked = Contribution.objects.select_for_update(no_key=True).order_by("pk")
    shown = locked.filter(pk__in=wanted, occasion=theme.occasion_id, state=ContributionState.PUBLISHED)
    return list(shown.values_list("pk", flat=True))


def _themes_of(contributions: list[int]) -> dict[int, int]:
    """In how many themes each contribution is."""
    rows = ThemeMember.objects.filter(contribution__in=contributions).order_by().values("contribution")
    return {row["contribution"]: row["number"] for row in rows.annotate(number=Count("pk"))}


def _record(action: LogAction, theme: Theme, amount: int, user: User, now: datetime) -> None:
    record(action, desk(user), now, occasion=theme.occasion, number=theme.public_id, amount=amount)
