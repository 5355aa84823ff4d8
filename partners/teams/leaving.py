"""Removing a member from a team, and taking that back: with the translations that the person had taken."""

import json
from collections.abc import Mapping

from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from partners.models import Team, TranslationRequest
from partners.models.translators import RequestQuerySet
from partners.teams.ownership import acts_for_all
from partners.translators.asking import give_back, take_again
from partners.translators.helping import may_take
from partners.translators.undoing import name_of_hold
from portal.core.mail.holding import drop, holding
from portal.core.types import AnyUser
from portal.core.users.models import User
from portal.editing.undo import offers
from portal.editing.undo.asking import Question

#: What is kept to take it back.
REMOVED = "remove_from_team"


def question(team: Team, person: User) -> Question:
    """What is asked before ``person`` leaves ``team``: who loses which right, and what becomes of the work."""
    about = {"email": person.email, "name": team.organisation.name}
    follows = [
        _("The person can then no longer open or change its pages."),
        _("What was written stays, and you can invite the person again."),
    ]
    if given_back := taken_by(person).count():
        said = ngettext(
            "%(count)s translation that the person has taken for others is given back. What was written of it stays.",
            "%(count)s translations that the person has taken for others are given back. What was written stays.",
            given_back,
        )
        follows.append(said % {"count": given_back})
    if team.group.user_set.count() == 1:
        follows.append(_("Nobody is left in the team then: only the secretariat can change its pages."))
    back = reverse("partners_team", args=[team.organisation_id])
    words = _("Remove %(email)s from the team of %(name)s?") % about
    return Question(words, tuple(follows), _("Yes, remove"), back)


@transaction.atomic
def remove(team: Team, person: User, by: AnyUser) -> dict[str, str]:
    """``person`` leaves ``team``; what the person had taken to translate is free for others.

    Returns what is needed to take it back: the mails about each translation wait under a name of their own.
    """
    team.group.user_set.remove(person)
    unserved = TranslationRequest.objects.no_longer_served().filter(taken_by=person)
    held = {}
    for request in unserved.select_for_update(no_key=True, of=("self",)).order_by("pk"):
        held[request.pk] = name_of_hold(request)
        with holding(held[request.pk]):
            give_back(request, None)
    log(person, "portal.remove_from_team", user=by, data={"name": team.organisation.name})
    return {"team": str(team.pk), "person": str(person.pk), "held": json.dumps(held)}


def put_back(user: AnyUser, kept: Mapping[str, str]) -> str:
    """The person is in the team again, and translates what nobody else took meanwhile: of the rest all hear.

    Raises:
        CannotUndoError: there is no such person or team any more, or the person is in it again.
    """
    if not acts_for_all(user):
        raise offers.not_allowed()
    team = Team.objects.select_for_update(no_key=True, of=("self",)).select_related("group", "organisation")
    found = team.filter(pk=int(kept["team"])).first()
    person = get_user_model().objects.filter(pk=int(kept["person"]), is_active=True).first()
    if found is None or person is None or found.group.user_set.filter(pk=person.pk).exists():
        raise offers.changed_meanwhile()
    found.group.user_set.add(person)
    held = json.loads(kept["held"])
    for request in TranslationRequest.objects.filter(pk__in=held):
        if may_take(person, request) and take_again(request, person):
            drop(held[str(request.pk)])
    log(person, "portal.invite", user=user, data={"name": found.organisation.name})
    return offers.done()


def taken_by(person: User) -> RequestQuerySet:
    """What ``person`` translates for others now."""
    return TranslationRequest.objects.open().filter(taken_by=person)
