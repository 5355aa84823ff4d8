"""Daily digest mail to teams: what waits to be read, and the report that is due."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import override

from events.dialogue.models import Occasion
from events.dialogue.moderation.queries import WAITING, of_place, overdue
from events.dialogue.reports.due import reminded_of
from partners.teams.groups import secretariat
from portal.core.mail.sending import language_of, mail_editor
from portal.core.users.models import User


@dataclass(frozen=True)
class Waiting:
    """What waits at one occasion, or at the standing questions."""

    occasion: Occasion | None
    waiting: int
    overdue: int
    report_due: date | None = None


def tell_teams(now: datetime) -> int:
    """Mail everybody of a team in whose occasions something waits; returns the number of mails.

    During a live round there is the desk, and no mail.

    """
    sent = 0
    for users, rows in _by_team(now):
        for user in users:
            with override(language_of(user)):
                lines = [
                    {
                        "title": row.occasion.title if row.occasion else "",
                        "waiting": row.waiting,
                        "overdue": row.overdue,
                        "report_due": date_format(row.report_due, "DATE_FORMAT") if row.report_due else "",
                    }
                    for row in rows
                ]
            mail_editor(user, "dialogue/mail/digest", lines=lines)
            sent += 1
    return sent


def _by_team(now: datetime) -> Iterator[tuple[Iterable[User], list[Waiting]]]:
    """The people of each team with what waits for them; what belongs to no team is the secretariat's."""
    teams: dict[int, tuple[Iterable[User], list[Waiting]]] = {}
    for occasion in Occasion.objects.select_related("organisation__team__group").filter(live_code__isnull=True):
        row = _waiting(occasion, now)
        if row is None:
            continue
        team = getattr(occasion.organisation, "team", None)
        group = team.group if team else secretariat()
        teams.setdefault(group.pk, (group.user_set.filter(is_active=True), []))[1].append(row)
    standing = _waiting(None, now)
    if standing is not None:
        group = secretariat()
        teams.setdefault(group.pk, (group.user_set.filter(is_active=True), []))[1].append(standing)
    yield from teams.values()


def _waiting(occasion: Occasion | None, now: datetime) -> Waiting | None:
    contributions = of_place(occasion)
    waiting = contributions.filter(state__in=WAITING).count()
    due = reminded_of(occasion, now) if occasion else None
    if not waiting and due is None:
        return None
    late = overdue(contributions, now).count() if waiting else 0
    return Waiting(occasion, waiting, late, due)
