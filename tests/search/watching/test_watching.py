"""A list is watched by mail: asked twice, told once when something new fits, ended by one click, and then forgotten."""

import re
import time
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from portal.core.mail.outbox.delivery import send_due
from portal.core.models import OutgoingMail
from portal.core.web import rates
from search.models import Watch
from search.watching import actions
from search.watching.forms import WatchForm
from search.watching.lists import WatchedList
from search.watching.telling import tell_watchers
from tests.search.conftest import add_case, make_portal

pytestmark = pytest.mark.django_db
FORM = "/en/search/watch/"
NOW = timezone.now()


@pytest.fixture
def portal(db):
    return make_portal()


def typed(monkeypatch, **fields):
    """What a browser sends of a form that was opened a minute ago."""
    now = time.time()
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: now - 60)
        key = WatchForm(watched=WatchedList.read("", "")).new_key()
    usual = {"words": "", "email": "Aino@Test.example", "place": "library", "filters": "", "leave_empty": ""}
    return {"form_key": key} | usual | fields


def leaving(now=None):
    """The mails that leave now."""
    mail.outbox.clear()
    send_due(now or timezone.now())
    return list(mail.outbox)


def path_in(message, part):
    """The path of the link in a mail that has ``part`` in it."""
    return urlsplit(re.search(rf"\S*{part}\S*", message.body)[0]).path


def watched(query="", place="library", language="en", address="aino@test.example"):
    """A watch that is confirmed."""
    now = timezone.now()
    found = actions.watch(WatchedList.read(place, query), address, language, now)
    actions.WATCHING.confirm(found, now)
    OutgoingMail.objects.all().delete()
    found.refresh_from_db()
    return found


def told(now):
    """The mails that the job makes leave."""
    tell_watchers(now)
    return leaving(now + timedelta(minutes=1))


def test_from_the_form_to_the_end_and_out_of_the_database(client, portal, monkeypatch):
    shown = client.get(f"{FORM}?list=library&country=NO&q=snow").content.decode()
    assert "Norway" in shown
    assert 'value="snow"' in shown
    sent = client.post(FORM, typed(monkeypatch, words="sno\u0308w zqxvik", filters="country=NO"))
    assert sent.headers["Location"] == f"{FORM}sent/"
    (asked,) = leaving()
    assert asked.to == ["Aino@test.example"]
    assert "Norway" in asked.body
    assert "zqxvik" not in asked.body + asked.subject
    confirm = path_in(asked, "/confirm/")
    assert "zqxvik" in client.get(confirm).content.decode()
    assert Watch.objects.get().confirmed_at is None
    for _time in range(2):
        assert client.post(confirm).status_code == 200
    assert Watch.objects.get().confirmed_at
    client.post(FORM, typed(monkeypatch, words="sno\u0308w zqxvik", filters="country=NO"))
    assert leaving() == []
    assert Watch.objects.count() == 1

    end = urlsplit(asked.extra_headers["List-Unsubscribe"].strip("<>")).path
    assert client.get(end).status_code == 200
    assert Watch.objects.exists()
    assert client.post(end, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Watch.objects.exists()
    assert not OutgoingMail.objects.exists()
    assert "It has ended" in client.get(end).content.decode()
    assert client.get(confirm).status_code == 404


def test_one_mail_when_something_new_fits_and_none_otherwise(client, portal):
    watch = watched("country=NO&q=lighthouse")
    assert told(timezone.now()) == []
    add_case("fi", title="Muualla", country="FI", summary="A lighthouse elsewhere.")
    add_case(title="Somewhere", country="NO", municipality="Prøvevik", challenge="<p>Ferries.</p>", approach="<p>A</p>")
    assert told(timezone.now()) == []
    new = add_case(title="Þorp – ny vei", country="NO", summary="A lighthouse for everybody.")

    (letter,) = told(timezone.now())

    assert new.url_path in letter.body
    assert letter.subject == "New: Þorp – ny vei"
    assert "Somewhere" not in letter.body
    assert "lighthouse" in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    later = add_case(title="Second lighthouse", country="NO", summary="A lighthouse again.")
    assert told(timezone.now() + timedelta(days=6)) == []
    (letter,) = told(timezone.now() + timedelta(days=8))
    assert later.url_path in letter.body
    assert new.url_path not in letter.body
    assert told(timezone.now() + timedelta(days=20)) == []
    assert client.post(path_in(letter, "/end/")).status_code == 200
    assert not Watch.objects.filter(pk=watch.pk).exists()


def test_a_search_for_words_as_typed_is_watched_as_such(client, portal, monkeypatch):
    shown = client.get(f"{FORM}?list=search&q=buses&exact=1").content.decode()
    filters = re.search(r'name="filters" value="([^"]*)"', shown)[1]
    client.post(FORM, typed(monkeypatch, place="search", words="buses", filters=filters))
    (watch,) = Watch.objects.all()
    assert WatchedList.read(watch.place, watch.query).exact
    add_case("da", title="Busser i byen", country="DK", summary="En bus.")
    keys = [WatchedList.read("search", query).keys("en") for query in ("q=buses&exact=1", "q=buses")]
    assert [len(found) for found in keys] == [0, 1]


def test_foreign_case_is_told_with_its_address_in_the_readers_tree(portal):
    watched("", language="fi")
    add_case("da", title="Fyrtårnet", slug="fyrtaarnet", summary="Et fyr.")
    (letter,) = told(timezone.now())
    assert "/fi/projects/fyrtaarnet/" in letter.body
    assert "tanska" in letter.body


def test_translation_of_what_is_known_is_not_new_and_what_was_taken_away_is_not_told(portal):
    watched("")
    add_case("da", of=portal["snow"], title="Sne i tide")
    assert told(timezone.now()) == []
    gone = add_case(title="Soon gone")
    assert tell_watchers(timezone.now()) == 1
    gone.unpublish()
    assert leaving() == []


def test_search_is_watched_in_all_kinds_and_told_in_the_language_of_the_watch(portal, django_assert_max_num_queries):
    watched("q=majakka", "search", "fi")
    watched("q=majakka", "search", "fi", "other@test.example")
    new = add_case("fi", title="Majakka", summary="Majakka kaikille.")
    with django_assert_max_num_queries(TELLING):
        assert tell_watchers(timezone.now()) == 2
    letters = leaving()
    assert {letter.to[0] for letter in letters} == {"aino@test.example", "other@test.example"}
    assert all(new.url_path in letter.body and "/fi/search/?q=majakka" in letter.body for letter in letters)


#: At most: 19 on SQLite, PostgreSQL looks words up by other statements. The list is looked up once for both.
TELLING = 30


def test_search_without_words_costs_nothing_that_was_typed(client, portal, monkeypatch):
    answer = client.post(FORM, typed(monkeypatch, place="search", words="  "))

    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "a search without words finds nothing" in shown
    assert "Aino@Test.example" in shown
    assert client.post(FORM, typed(monkeypatch, place="search", words="ø")).status_code == 302
    assert client.get(f"{FORM}?list=search").status_code == 200
    assert client.get(f"{FORM}?list=nothing&country=XX&element=x y&q=%F0%9F").status_code == 200


def test_who_does_not_confirm_is_forgotten_and_an_old_link_says_so(client, portal):
    found = actions.watch(WatchedList.read("library", ""), "aino@test.example", "fi", NOW)
    watched("country=NO")
    path = actions.WATCHING.new_confirm_path(found)
    assert actions.forget_ended(NOW + timedelta(hours=47)) == 0
    Watch.objects.filter(pk=found.pk).update(ends_at=NOW - timedelta(seconds=1))
    for answer in (
        client.get(path),
        client.post(path),
        *(client.get(f"/fi/search/watch/{cut}") for cut in ("confirm/", "end/", f"end/{found.pk}:x/")),
    ):
        assert answer.status_code == 404
        assert "noindex" in answer.headers["X-Robots-Tag"]
    assert actions.forget_ended() == 1
    assert Watch.objects.get().confirmed_at


def test_all_watches_of_an_address_end_together_and_nobody_elses(client, portal):
    first, _second = watched(""), watched("country=NO")
    other = watched("", address="other@test.example")
    assert "1 other" in client.get(actions.end_path(first)).content.decode()
    client.post(actions.end_path(first), {"all": "1"})
    assert list(Watch.objects.all()) == [other]


def test_address_and_words_are_encrypted_and_forms_are_limited(client, portal, monkeypatch):
    for number in range(rates.WATCH_ADDRESS.limit):
        assert client.post(FORM, typed(monkeypatch, words=f"leynd {number}")).status_code == 302
    refused = client.post(FORM, typed(monkeypatch, words="leynd"))
    assert refused.status_code == 429
    assert "leynd" in refused.content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, query FROM search_watch")
        stored = str(cursor.fetchall())
    assert "test.example" not in stored.casefold()
    assert "leynd" not in stored


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("/en/projects/?country=NO&q=snow", "?q=snow&amp;country=NO"),
        ("/en/projects/", "?"),
        ("/en/search/?q=snow&kind=case_study", "?list=search&amp;q=snow&amp;kind=case_study"),
        ("/en/model/shared-sleds/", "?element=shared-sleds"),
    ],
)
def test_lists_lead_to_their_watch(client, portal, page, query):
    assert f'href="/en/search/watch/{query}"' in client.get(page).content.decode()
