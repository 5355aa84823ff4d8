"""Daily digest mail to teams: which adoptions wait to be read."""

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import override

from partners.models import Team
from partners.teams.groups import secretariat
from portal.core.mail.sending import language_of, mail_editor
from portal.core.users.models import User
from projects.adoptions.desk import rows_of
from projects.enums import AdoptionState
from projects.models import Adoption, CaseStudyPage

#: The secretariat hears of what a team has let wait for so long.
_TOO_LONG = timedelta(days=7)


def tell_teams(now: datetime | None = None) -> int:
    """Mail everybody who has an adoption to look at; returns the number of mails."""
    now = now or timezone.now()
    waiting = Adoption.objects.filter(state=AdoptionState.PENDING, confirmed_at__isnull=False)
    by_user: dict[User, list[Adoption]] = defaultdict(list)
    teams = _teams()
    office = list(secretariat().user_set.filter(is_active=True)) if waiting else []
    for adoption in waiting.prefetch_related("elements").order_by("confirmed_at", "pk"):
        team = teams.get(adoption.case_key) if adoption.case_key else None
        members = list(team.group.user_set.filter(is_active=True)) if team else []
        late = adoption.confirmed_at is not None and adoption.confirmed_at <= now - _TOO_LONG
        for user in {*members, *(office if late or not members else [])}:
            by_user[user].append(adoption)
    for user, adoptions in by_user.items():
        with override(language_of(user)):
            lines = [{"title": ", ".join(row.titles), "place": row.adoption.municipality} for row in rows_of(adoptions)]
        mail_editor(user, "projects/adoptions/mail/digest", lines=lines)
    return len(by_user)


def _teams() -> dict[UUID, Team]:
    """The team of each case about which something waits."""
    keys = Adoption.objects.filter(state=AdoptionState.PENDING, case_key__isnull=False).values("case_key")
    cases = CaseStudyPage.objects.filter(translation_key__in=keys, organisation__team__isnull=False)
    rows = cases.select_related("organisation__team__group").order_by("pk")
    return {case.translation_key: case.organisation.team for case in rows if case.organisation}
