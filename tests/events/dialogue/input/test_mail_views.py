"""Links in mails to those who follow a contribution."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from events.dialogue.input import following
from events.dialogue.models import Follower
from portal.core.models import OutgoingMail
from tests.events.dialogue.input.people import make_occasion, make_question, said

pytestmark = pytest.mark.django_db


def follow(address: str = "a@example.org", contribution=None) -> Follower:
    contribution = contribution or said(make_question(make_occasion()))
    return following.follow(contribution, address, "is", timezone.now())


def test_link_confirms_by_its_button_only(client):
    follower = follow()
    path = following.FOLLOWING.new_confirm_path(follower)
    assert path.startswith("/is/take-part/confirm/")

    for method in ("get", "head"):
        assert getattr(client, method)(path).status_code == 200
    follower.refresh_from_db()
    assert follower.confirmed_at is None

    for _time in range(2):
        assert client.post(path).status_code == 200
    follower.refresh_from_db()
    assert follower.confirmed_at is not None
    assert follower.ends_at - follower.confirmed_at == timedelta(days=730)
    assert client.get(path).status_code == 200


def test_link_of_an_earlier_mail_and_one_that_is_too_old_are_unknown(client):
    follower = follow()
    first, second = following.FOLLOWING.new_confirm_path(follower), following.FOLLOWING.new_confirm_path(follower)
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)

    Follower.objects.update(ends_at=timezone.now())

    assert client.get(second).status_code == 404
    assert client.post(second).status_code == 404


def test_stop_ends_all_mails_to_the_address_and_forgets_it(client):
    first, other = follow(), follow("b@example.org")
    follow("A@EXAMPLE.org")
    path = following.stop_path(first)

    assert client.get(path).status_code == 200
    assert Follower.objects.count() == 3
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200

    assert list(Follower.objects.all()) == [other]
    assert OutgoingMail.objects.count() == 1
    assert client.post(path).status_code == 200


def test_stop_link_that_was_changed_ends_nothing(client):
    follower = follow()
    path = following.stop_path(follower)
    digest = path.split("/")[4].split(":")[0]

    for forged in (path[:-3] + "/", path.replace(digest, "0" * 64)):
        assert client.post(forged).status_code == 404
    assert Follower.objects.exists()


def test_address_is_stored_encrypted(django_assert_num_queries):
    follow("test.person@example.org")
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM dialogue_follower")
        stored = cursor.fetchone()[0]

    assert "example.org" not in stored
    assert Follower.objects.get().address == "test.person@example.org"


@pytest.mark.parametrize("rest", ["confirm", "stop"])
def test_pages_of_mailed_links_are_kept_nowhere(client, rest: str):
    follower = follow()
    path = following.FOLLOWING.new_confirm_path(follower) if rest == "confirm" else following.stop_path(follower)

    response = client.get(path)

    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
