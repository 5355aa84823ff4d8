"""Rights on occasions: who leads which, and who may look at whose desk."""

from django.db.models import QuerySet

from events.dialogue.models import Occasion
from partners.teams.ownership import acts_for_all, organisation_ids
from portal.core.types import AnyUser

#: Permission of those who look at every desk and change nothing there.
READ_DESK = "dialogue.read_desk"


def occasions_of(user: AnyUser) -> QuerySet[Occasion]:
    """Occasions whose room ``user`` may lead: the secretariat all, a team its own, nobody else any."""
    if acts_for_all(user):
        return Occasion.objects.all()
    return Occasion.objects.filter(organisation__in=organisation_ids(user))


def reads_all(user: AnyUser) -> bool:
    """Whether ``user`` may look at every desk: the secretariat, and editors of the model, who change nothing there."""
    return acts_for_all(user) or bool(user.has_perm(READ_DESK))


def readable_occasions(user: AnyUser) -> QuerySet[Occasion]:
    """Occasions at whose desk ``user`` may look: those whose room they may lead, or all."""
    return Occasion.objects.all() if reads_all(user) else occasions_of(user)
