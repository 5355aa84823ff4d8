"""Who may try to log in, and how often: the limit follows the account however its name is typed."""

import unicodedata

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from portal.core.users.models import User
from portal.core.users.views import KNOWN_BROWSER
from portal.core.web.rates import LOGIN_ACCOUNT, LOGIN_NETWORK

PER_NAME, PER_ADDRESS = LOGIN_ACCOUNT.limit, LOGIN_NETWORK.limit

pytestmark = pytest.mark.django_db

RIGHT = "a fictional password"


@pytest.fixture
def editor() -> User:
    return User.objects.create_superuser("Bjørg@test.example", "bjorg@test.example", RIGHT)


def attempt(client: Client, name: str, password: str = "guess", **more: str) -> int:
    return client.post("/admin/login/", {"username": name, "password": password}, **more).status_code


def lock_for_strangers(name: str) -> list[int]:
    """Wrong passwords from many networks, as somebody would who wants to keep an editor out."""
    return [attempt(Client(REMOTE_ADDR=f"192.0.2.{number}"), name) for number in range(12)]


def test_all_ways_to_type_a_name_are_one_account(editor: User):
    name = editor.username
    typed = [
        *(f"{blank}{name}" for blank in (" ", "\t", "\u00a0", "\u200b", "\u3000", "  ")),
        *(f"{name}{blank}" for blank in (" ", "\n", "\ufeff", "\u00ad")),
        *(name.upper(), name.lower(), unicodedata.normalize("NFD", name), name.replace("@", "＠")),
    ]
    answers = [attempt(Client(), one) for one in [*typed[:4], *reversed(typed)]]

    assert answers == [200] * PER_NAME + [429] * (len(answers) - PER_NAME)


def test_account_is_locked_for_strangers_wherever_they_come_from(editor: User):
    assert lock_for_strangers(editor.username) == [200] * PER_NAME + [429] * 4


def test_one_network_locks_nobody_out_but_itself(editor: User):
    answers = [attempt(Client(), editor.username) for _ in range(PER_NAME * 2)]

    assert answers == [200] * PER_NAME + [429] * PER_NAME
    assert attempt(Client(), editor.username, RIGHT) == 429
    assert attempt(Client(REMOTE_ADDR="198.51.100.7"), editor.username, RIGHT) == 302


def test_known_browser_gets_in_while_strangers_are_kept_out(editor: User):
    client = Client()
    assert attempt(client, editor.username, RIGHT) == 302
    client.post("/admin/logout/")
    lock_for_strangers(editor.username)

    assert attempt(Client(), editor.username, RIGHT) == 429
    assert attempt(client, editor.username, RIGHT) == 302
    assert client.cookies[KNOWN_BROWSER]["httponly"]
    assert client.cookies[KNOWN_BROWSER]["path"] == "/admin/"


def test_known_browser_may_not_guess_for_ever_nor_for_others(editor: User):
    User.objects.create_superuser("other", "other@test.example", RIGHT)
    client = Client()
    attempt(client, editor.username, RIGHT)
    client.post("/admin/logout/")

    assert [attempt(client, editor.username) for _ in range(PER_NAME + 1)] == [200] * PER_NAME + [429]
    assert [attempt(client, "other") for _ in range(PER_NAME + 1)] == [200] * PER_NAME + [429]


@pytest.mark.parametrize("cookie", ["", "x", "a:b:c", "\u00e6", "x" * 4000])
def test_invented_cookie_opens_nothing(editor: User, cookie: str):
    client = Client(headers={"cookie": f"{KNOWN_BROWSER}={cookie}"})

    assert [attempt(client, editor.username) for _ in range(PER_NAME + 1)] == [200] * PER_NAME + [429]


def test_link_for_a_forgotten_password_opens_a_locked_account(editor: User):
    lock_for_strangers(editor.username)
    client = Client()
    uid = urlsafe_base64_encode(force_bytes(editor.pk))
    link = f"/admin/password_reset/confirm/{uid}/{default_token_generator.make_token(editor)}/"
    form = client.get(link)["Location"]
    password = "another fictional password"

    changed = client.post(form, {"new_password1": password, "new_password2": password})

    assert changed.status_code == 302
    assert attempt(client, editor.username, password) == 302


def test_port_in_the_header_of_a_proxy_makes_no_new_network(settings):
    settings.TRUSTED_PROXIES = 1
    answers = [
        attempt(Client(), f"name-{number}", headers={"x-forwarded-for": f"192.0.2.1:{4000 + number}"})
        for number in range(PER_ADDRESS + 5)
    ]

    assert answers == [200] * PER_ADDRESS + [429] * 5
