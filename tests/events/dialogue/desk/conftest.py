import pytest

from tests.events.dialogue.occasions import make_occasion, make_organisation, member, secretary


@pytest.fixture
def alpha():
    return make_organisation("alpha")


@pytest.fixture
def occasion(alpha):
    return make_occasion(alpha)


@pytest.fixture
def anna(alpha):
    return member("anna", alpha)


@pytest.fixture
def bo(alpha):
    return member("bo", alpha)


@pytest.fixture
def sif(db):
    return secretary()


@pytest.fixture
def desk(client, anna):
    client.force_login(anna)
    return client
