"""A registration desk with an editor who may use it."""

import pytest

from partners.teams.groups import make_team
from tests.events.desk.clerk import editor, organisation
from tests.events.factories import coming_event


@pytest.fixture
def alpha():
    return organisation("alpha")


@pytest.fixture
def own_editor(alpha):
    return editor("anna", make_team(alpha).group)


@pytest.fixture
def desk(client, own_editor):
    client.force_login(own_editor)
    return client


@pytest.fixture
def event(alpha):
    return coming_event(organisation=alpha, capacity=2)
