"""Who hears what comes back about a page: somebody always does."""

import pytest

from partners.teams.groups import secretariat
from partners.teams.listeners import listeners
from tests.partners.world import World, make_user

pytestmark = pytest.mark.django_db


def test_whoever_asked_then_the_team_then_the_secretariat_hears(world: World):
    case, asker = world.a.case, world.a.member
    colleague = make_user("colleague", world.a.team.group)
    assert listeners(case, asker) == [asker]
    asker.groups.clear()
    assert listeners(case, type(asker).objects.get(pk=asker.pk)) == [colleague]
    assert listeners(case, None) == [colleague]
    type(colleague).objects.filter(pk=colleague.pk).update(is_active=False)
    assert listeners(case, None) == list(secretariat().user_set.all())
    assert listeners(world.element, None) == [world.secretary]
