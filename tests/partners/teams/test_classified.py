"""Every address of the admin is classified: a new one fails here until somebody has said who may open it.

The classes stand in ``admin_addresses.txt``, one address a line. ``test_denial_matrix`` shows that none of them lets
anything of another organisation out; this shows for whom they are:

    all      every member of a team, whatever the address names; lists show the own things only
    own      members for their own things, refused for those of others
    central  the secretariat, refused for members
    nobody   neither, when opened: administrators only, or addresses that take forms and open nothing
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.drills import drilled
from tests.partners.teams.addresses import Address, admin_addresses
from tests.partners.teams.test_denial_matrix import COMBINATIONS, filled
from tests.partners.world import SECRET, Owner, World

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings(
        "ignore:Exception ignored in. .function SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"
    ),
]
FILE = Path(__file__).with_name("admin_addresses.txt")
#: Of so many shares of the addresses, make test asks one as eight combinations of things.
SHARES = 16


def classified() -> dict[str, str]:
    """Class by address, as the file has it."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return {route: kind for kind, _space, route in (line.partition(" ") for line in lines)}


def is_refused(answer: HttpResponse) -> bool:
    """Whether nothing was shown: sent away to the dashboard, or an error of the client."""
    away = (reverse("wagtailadmin_home"), reverse("wagtailadmin_login"))
    return answer.status_code >= 400 or answer.headers.get("Location", "").partition("?")[0] in away


def logged_in(user: Any) -> Client:
    """The browser of ``user``."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def answers(client: Client, address: Address, owner: Owner, world: World, most: int = 8) -> Iterator[HttpResponse]:
    """What is answered at ``address`` about at most so many of ``owner``'s things; what it changes is undone."""
    for path in filled(address, owner, world, most):
        with transaction.atomic():
            answer = client.get(path)
            transaction.set_rollback(True)
        yield answer


def opens(client: Client, address: Address, owner: Owner, world: World) -> bool:
    """Whether any of the pages of ``address`` about ``owner``'s things is shown."""
    return any(not is_refused(answer) for answer in answers(client, address, owner, world))


def class_of(member: Client, secretary: Client, address: Address, world: World) -> str:
    """What really happens."""
    if opens(member, address, world.b, world):
        return "all"
    if opens(member, address, world.a, world):
        return "own"
    return "central" if opens(secretary, address, world.b, world) else "nobody"


def test_every_address_is_classified(world: World):
    member, secretary = logged_in(world.a.member), logged_in(world.secretary)
    said, there = classified(), {address.route: address for address in admin_addresses()}
    new = {route: class_of(member, secretary, there[route], world) for route in sorted(there.keys() - said.keys())}
    assert not new, "Say who may open these, after a look at each:\n" + "\n".join(f"{new[r]} {r}" for r in new)
    assert sorted(said.keys() - there.keys()) == []


@pytest.mark.parametrize("share", drilled(range(SHARES), tested=0))
def test_every_address_is_for_whom_it_is_said_to_be(world: World, share: int):
    member, secretary = logged_in(world.a.member), logged_in(world.secretary)
    said, asked = classified(), admin_addresses()[share::SHARES]
    found = {address.route: class_of(member, secretary, address, world) for address in asked if address.route in said}
    assert len(found) > 10
    assert found == {route: said[route] for route in found}


@pytest.mark.parametrize("most", COMBINATIONS)
def test_somebody_without_a_team_is_refused_everywhere(world: World, most: int):
    outsider = logged_in(world.outsider)
    open_to = set()
    for address in admin_addresses():
        for answer in answers(outsider, address, world.b, world, most):
            assert SECRET.encode() not in b"".join(answer), address
            if not is_refused(answer):
                open_to.add(address.route)
    # Words and symbols of the admin, and an address that leads on to one that is refused.
    harmless = {"admin/jsi18n/", "admin/sprite/", "admin/reports/site-history/", "admin/reports/site-history/results/"}
    assert open_to == harmless
    assert outsider.get(reverse("wagtailadmin_home")).status_code == 302
