"""Taking back a decision about a contribution, by the button of the admin (``portal.editing.undo``)."""

from collections.abc import Mapping
from typing import cast

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from events.dialogue.models import Contribution
from events.dialogue.moderation import actions
from events.dialogue.moderation.seals import Outcome, Result
from partners.teams.ownership import acts_for_all, organisation_ids
from portal.core.types import AnyUser
from portal.core.users.models import User
from portal.editing.undo import offers

#: The kind of such offers.
DECIDED = "contribution"


def offer(request: HttpRequest, contribution: Contribution, outcome: Outcome, said: str) -> None:
    """Say what was decided, with the button."""
    offers.offer(request, DECIDED, outcome.kept, f"{said}: {contribution.public_id}")


def take_back(user: AnyUser, kept: Mapping[str, str]) -> str:
    """The contribution is as it was before, and the log says so.

    Raises:
        CannotUndoError: somebody else decided meanwhile, or the user has no business with it any more.
    """
    contribution = Contribution.objects.select_related("occasion").filter(pk=int(kept["contribution"])).first()
    if contribution is None:
        raise offers.changed_meanwhile()
    occasion = contribution.occasion
    if not (acts_for_all(user) or (occasion and occasion.organisation_id in organisation_ids(user))):
        raise offers.not_allowed()
    if actions.undo(kept, cast("User", user), timezone.now()).result != Result.DONE:
        raise offers.changed_meanwhile()
    return _("The decision is taken back.")


def register() -> None:
    """Called when the app is ready."""
    offers.register_undo(DECIDED, take_back)
