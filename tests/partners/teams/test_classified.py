"""Every address of the admin is classified: a new one fails here until somebody has said who may open it.

The classes stand in ``admin_addresses.txt``, one address a line. ``test_denial_matrix`` shows that none of them lets
anything of another organisation out; this shows for whom they are:

    all      every member of a team, whatever the address names; lists show the own things only
    own      members for their own things, refused for those of others
    central  the secretariat, refused for members
    nobody   neither, when opened: administrators only, or addresses that take forms and open nothing
"""

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.partners.teams.addresses import Address, admin_addresses
from tests.partners.teams.test_denial_matrix import filled
from tests.partners.world import Owner, World, make_world

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings(
        "ignore:Exception ignored in. .function SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"
    ),
]
FILE = Path(__file__).with_name("admin_addresses.txt")


def classified() -> dict[str, str]:
    """Class by address, as the file has it."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return {route: kind for kind, _space, route in (line.partition(" ") for line in lines)}


def is_refused(answer: HttpResponse) -> bool:
    """Whether nothing was shown: sent away to the dashboard, or an error of the client."""
    away = (reverse("wagtailadmin_home"), reverse("wagtailadmin_login"))
    return answer.status_code >= 400 or answer.headers.get("Location", "").partition("?")[0] in away


def opens(client: Client, user: Any, address: Address, owner: Owner, world: World) -> bool:
    """Whether ``user`` gets to see any of the pages of ``address`` about ``owner``'s things."""
    client.force_login(user)
    for path in filled(address, owner, world):
        with transaction.atomic():
            refused = is_refused(client.get(path))
            transaction.set_rollback(True)
        if not refused:
            return True
    return False


def class_of(client: Client, address: Address, world: World) -> str:
    """What really happens."""
    if opens(client, world.a.member, address, world.b, world):
        return "all"
    if opens(client, world.a.member, address, world.a, world):
        return "own"
    return "central" if opens(client, world.secretary, address, world.b, world) else "nobody"


def test_every_address_is_for_whom_it_is_said_to_be(client: Client):
    world = make_world()
    client.raise_request_exception = False
    said = classified()
    found = {address.route: class_of(client, address, world) for address in admin_addresses()}
    new = {route: kind for route, kind in found.items() if route not in said}
    assert not new, "Say who may open these, after a look at each:\n" + "\n".join(f"{new[r]} {r}" for r in sorted(new))
    wrong = [f"{route}: said {kind}, is {found.get(route)}" for route, kind in said.items() if found.get(route) != kind]
    assert not wrong, "\n".join(wrong)


def test_somebody_without_a_team_is_refused_everywhere(client: Client):
    world = make_world()
    client.raise_request_exception = False
    open_to = {a.route for a in admin_addresses() if opens(client, world.outsider, a, world.b, world)}
    # Words and symbols of the admin, and an address that leads on to one that is refused.
    harmless = {"admin/jsi18n/", "admin/sprite/", "admin/reports/site-history/", "admin/reports/site-history/results/"}
    assert open_to == harmless
