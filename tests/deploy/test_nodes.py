"""Two web servers on one database, as on two machines: what one of them writes, the other one shows within a second."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import cycle

import pytest
from django.db import connection
from wagtail.models import Locale

from events.dialogue.enums import Phase
from events.dialogue.live.state import OLDEST_SECONDS
from portal.core.models import SiteSettings
from portal.core.users.models import User
from tests.events.dialogue.live.desk import Desk
from tests.events.dialogue.live.rooms import Room, open_room
from tests.served import PASSWORD, TOKEN, ask, gunicorn, log_in
from tests.sites import add_standard, make_site

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgresql,
    pytest.mark.drill,
    pytest.mark.xdist_group("nodes"),
]
#: Seconds until a page that a server keeps shows what was committed elsewhere.
SEEN_WITHIN = 1.0
RESET = "/admin/password_reset/"


@pytest.fixture(scope="module")
def nodes(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[int]]:
    """The ports of two web servers that share nothing but the database and the folder of uploads."""
    media = tmp_path_factory.mktemp("nodes")
    with ExitStack() as stack:
        yield [stack.enter_context(gunicorn(VAR_DIR=str(media), WEB_CONCURRENCY="1")) for _node in "ab"]


def status_of(port: int, path: str) -> int:
    return ask(port, "GET", path)[0]


def text_of(port: int, path: str) -> str:
    return ask(port, "GET", path)[1]


def assert_soon(ports: list[int], what: Callable[[int], bool], within: float = SEEN_WITHIN) -> None:
    """Within a second, and from then on, it is so on each server."""
    connection.close()
    until = time.monotonic() + within
    while not all(what(port) for port in ports) and time.monotonic() < until:
        time.sleep(0.02)
    for _time in range(5):
        assert [port for port in ports if not what(port)] == []


def keep(ports: list[int], *paths: str) -> None:
    """Let each server keep these pages: the first time is asked for by chance, the second one is answered by it."""
    for port in ports:
        for path in paths:
            assert [status_of(port, path) for _time in range(3)] == [200] * 3


def test_page_published_elsewhere_is_shown_by_both(nodes: list[int]) -> None:
    make_site("en")
    page = add_standard(title="Brú yfir ána", slug="bru")
    keep(nodes, "/en/bru/", "/en/")

    page.title = "Göngubrú yfir ána"
    page.save_revision().publish()

    assert_soon(nodes, lambda port: "Göngubrú yfir ána" in text_of(port, "/en/bru/"))


def test_page_taken_away_in_the_admin_of_one_is_gone_on_the_other(nodes: list[int]) -> None:
    """And who is logged in at one of them is at the other one too."""
    make_site("en")
    page = add_standard(slug="gone")
    User.objects.create_superuser("ritstjóri", "ritstjori@example.org", PASSWORD)
    keep(nodes, "/en/gone/")
    here, there = nodes
    cookie, address = log_in(here, "ritstjóri"), f"/admin/pages/{page.pk}/unpublish/"

    form = ask(there, "GET", address, Cookie=cookie)
    sent = {"csrfmiddlewaretoken": TOKEN.findall(form[1])[0]}
    assert ask(here, "POST", address, sent, Cookie=cookie)[0] == 302

    assert_soon(nodes, lambda port: status_of(port, "/en/gone/") == 404)


def test_new_language_is_known_to_both(nodes: list[int]) -> None:
    homes = make_site("en")
    Locale.objects.filter(language_code="da").delete()
    keep(nodes, "/en/")
    assert [status_of(port, "/da/") for port in nodes] == [404, 404]

    danish = homes["en"].copy_for_translation(Locale.objects.create(language_code="da"))
    danish.title, danish.slug = "Prøveland", "da"
    danish.save_revision().publish()

    assert_soon(nodes, lambda port: "Prøveland" in text_of(port, "/da/"))
    assert_soon(nodes, lambda port: 'hreflang="da"' in text_of(port, "/en/"))


def test_settings_of_the_site_change_the_frame_of_both(nodes: list[int]) -> None:
    make_site("en")
    keep(nodes, "/en/", "/en/projects/")

    settings = SiteSettings.load()
    settings.source_code_url = "https://code.example.org/brú"
    settings.save()

    for path in ("/en/", "/en/projects/"):
        assert_soon(nodes, lambda port, path=path: "https://code.example.org/br" in text_of(port, path))


def test_attempts_are_counted_for_both_together(nodes: list[int]) -> None:
    """Ten questions for a new password in a quarter of an hour from one network, whoever answers them."""
    _status, page, headers = ask(nodes[0], "GET", RESET)
    token, turn = TOKEN.findall(page)[0], cycle(nodes)

    def press(number: int) -> int:
        fields = {"csrfmiddlewaretoken": token, "email": f"nobody-{number}@portal.example"}
        return ask(next(turn), "POST", RESET, fields, Cookie=headers["cookie"])[0]

    assert [press(number) for number in range(12)] == [302] * 10 + [429] * 2


def test_phones_at_one_see_what_the_facilitator_does_at_the_other(nodes: list[int]) -> None:
    here, there = nodes
    room: Room = open_room()
    desk = Desk(here, room, "facilitator")
    room.open_round()
    desk.read()
    address = f"/live/{room.code}/state.json"
    assert json.loads(text_of(there, address))["phase"] == Phase.WRITE

    desk.press(Phase.REACT)

    assert_soon([there], lambda port: json.loads(text_of(port, address))["phase"] == Phase.REACT, OLDEST_SECONDS)
