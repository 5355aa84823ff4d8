"""What the page cache answers with, and what it leaves to Django."""

import gzip
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import brotli
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import OperationalError, connection, connections, transaction
from django.utils import timezone
from wagtail.models import PageViewRestriction

from events.models import EventPage
from portal.core.pagecache import noise, wsgi
from portal.core.pagecache.entries import Key, Shelf, accepts
from portal.core.pagecache.memory import Memory, memory
from portal.core.users.models import User
from projects.models import CaseStudyPage
from tests import sites
from tests.portal.core.pagecache.site import MEGABYTE, ask, make_cache
from tests.portal.core.pagecache.things import make_things

pytestmark = pytest.mark.django_db(transaction=True)
DJANGO = WSGIHandler()


@pytest.fixture(autouse=True)
def follow():
    """No process follows the versions of the tables of another test."""
    yield
    memory.end()


@pytest.fixture
def cache():
    make_things("en", "da")
    return make_cache()


def change() -> None:
    CaseStudyPage.objects.update(municipality="Ærøskøbing")


def test_a_page_is_rendered_once_and_then_answered_in_the_coding_that_is_accepted(cache):
    case = CaseStudyPage.objects.first().url_path
    first = ask(cache, case)
    plain, zipped, smallest = (ask(cache, case, HTTP_ACCEPT_ENCODING=coding) for coding in ("", "gzip", "gzip, br"))

    assert (cache.counts["rendered"], cache.counts["hits"]) == (1, 3)
    assert first.body == plain.body == gzip.decompress(zipped.body) == brotli.decompress(smallest.body)
    assert plain.body == ask(DJANGO, case).body
    assert len({answer.headers["Etag"] for answer in (plain, zipped, smallest)}) == 3
    for answer in (plain, zipped, smallest):
        assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert answer.headers["Content-Length"] == str(len(answer.body))
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert "Set-Cookie" not in answer.headers
    assert smallest.headers["Content-Encoding"] == "br"
    kept, fresh = plain.headers, ask(DJANGO, case).headers
    assert {name: kept[name] for name in fresh.keys() - {"Etag", "Vary", "X-Request-Id"}} == {
        name: fresh[name] for name in fresh.keys() - {"Etag", "Vary", "X-Request-Id"}
    }


def test_a_browser_that_has_the_page_gets_no_body_until_it_changes(cache):
    case = CaseStudyPage.objects.first().url_path
    tag = ask(cache, case, HTTP_ACCEPT_ENCODING="br").headers["Etag"]

    same = ask(cache, case, HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=f'"other", W/{tag}')
    assert (same.status, same.body, same.headers["Etag"]) == (304, b"", tag)
    assert same.headers.keys() == {"Etag", "Vary", "Cache-Control"}
    change()
    assert ask(cache, case, HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=tag).status == 200


def test_at_once_is_answered_what_is_current_in_memory_without_a_query(cache):
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": "/en/", "QUERY_STRING": "", "HTTP_HOST": "testserver"}
    asked |= {"wsgi.url_scheme": "http", "HTTP_ACCEPT_ENCODING": "br"}
    assert cache.at_once(asked) is None
    tag = ask(cache, "/en/").headers["Etag"]

    with connection.execute_wrapper(lambda *_arguments: pytest.fail("a query")):
        status, headers, body = cache.at_once(asked)
        assert (status, brotli.decompress(body)) == ("200 OK", ask(cache, "/en/").body)
        assert cache.at_once(asked | {"HTTP_IF_NONE_MATCH": tag})[::2] == ("304 Not Modified", b"")
        assert dict(headers)["Content-Length"] == str(len(body))
        assert cache.at_once(asked | {"HTTP_COOKIE": "sessionid=a"}) is None
        assert cache.at_once(asked | {"PATH_INFO": "/en/search/"}) is None
    assert cache.counts["hits"] == 3
    memory.answered_at -= 2
    assert cache.at_once(asked) is None
    memory.look()
    change()
    assert cache.at_once(asked) is None
    memory.end()
    assert cache.at_once(asked) is None


def test_head_is_answered_without_a_body(cache):
    page, head = ask(cache, "/en/"), ask(cache, "/en/", method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == str(len(page.body))
    assert ask(make_cache(), "/en/", method="HEAD").body == b""


def test_who_is_logged_in_or_brings_a_secret_is_never_answered_from_memory(cache, client):
    client.force_login(User.objects.create_superuser("editor", "editor@test.example", "password"))
    session = client.cookies["sessionid"].value
    ask(cache, "/en/")
    for more in (
        {"HTTP_COOKIE": f"sessionid={session}"},
        {"HTTP_COOKIE": "a=b; messages=x"},
        {"HTTP_AUTHORIZATION": "Basic x"},
        {"method": "POST"},
    ):
        ask(cache, "/en/", **more)
    assert (cache.counts["rendered"], cache.counts["hits"]) == (1, 0)
    own = ask(cache, "/en/", HTTP_COOKIE=f"sessionid={session}")
    assert own.headers["Cache-Control"] == "private, no-store"
    assert ask(cache, "/en/", HTTP_COOKIE="csrftoken=x").status == 200
    assert cache.counts["hits"] == 1


def test_forms_with_a_secret_private_pages_and_the_search_are_not_kept(cache):
    page = EventPage.objects.get(slug="coming-event")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    sites.add_event(
        title="Open", slug="open", start_date=timezone.localdate() + timedelta(days=14), takes_registrations=True
    )
    for address in ("/en/events/open/register/", page.url_path, "/en/search/?q=lys", "/en/projects/?q=lys"):
        for _turn in range(2):
            ask(cache, address)
    assert (cache.counts["rendered"], cache.counts["hits"]) == (0, 0)
    forms = [ask(cache, "/en/events/open/register/").body for _turn in range(2)]
    assert forms[0] != forms[1]


def test_every_kind_of_page_is_kept_and_reads_no_table_whose_writes_are_not_counted(cache):
    report = sites.add_report()
    sites.add_consultation()
    for page in CaseStudyPage.objects.first().get_root().get_descendants().live():
        ask(cache, page.url_path)
    kept = {key.path: entry for shelf in cache.shelves.values() for key, entry in shelf._entries.items()}
    missing = set(CaseStudyPage.objects.first().get_root().get_descendants().live().values_list("url_path", flat=True))
    assert missing - kept.keys() <= {report.url_path}  # its numbers are counted while it is a draft
    assert len(kept) > 20
    assert not [path for path, entry in kept.items() if noise.NOISE.intersection(entry.tables)]


def test_parameters_that_recognise_people_are_no_part_of_an_address_and_not_passed_on(cache):
    plain = ask(cache, "/en/projects/?country=DK&page=1").body
    query = "utm_source=news&country=DK&fbclid=a%26b&page=1&utm_medium&mc_eid="
    assert ask(cache, f"/en/projects/?{query}").body == plain
    assert cache.counts["rendered"] == 1
    for kept in ("?id=1", "?a_b=c", "?x=utm_source", "?country=DK&&page=1", "?_=", "?idea=gclid"):
        assert wsgi.without_tracking(kept[1:]) == kept[1:]
    assert b"?country=DK&amp;page=1" in plain
    assert wsgi.without_tracking(query) == "country=DK&page=1"


def test_forgotten_pages_are_rendered_anew(cache):
    ask(cache, "/en/")
    call_command("forget_pages", verbosity=0)
    ask(cache, "/en/")
    assert cache.counts["rendered"] == 2


def test_the_limit_of_bytes_holds_and_what_nobody_asks_for_goes_first(cache):
    small = make_cache(size=MEGABYTE)
    for number in range(60):
        ask(small, f"/en/?n={number}")
        ask(small, "/en/")
    shelf = small.shelves["queries"]
    assert 0 < shelf.size <= shelf.limit == MEGABYTE // 4
    assert shelf.size == sum(entry.size for entry in shelf._entries.values())
    assert len(shelf) < 60
    assert small.counts["rendered"] == 61
    assert Key("testserver", "http ", "/en/", "n=59") in shelf._entries


def test_what_is_too_large_for_the_shelf_is_not_kept(cache):
    ask(cache, "/en/")
    (entry,) = cache.shelves["pages"]._entries.values()
    shelf = Shelf(entry.size * 7)
    shelf.put(Key("a", "b", "c", ""), entry)
    assert (len(shelf), shelf.size) == (0, 0)


def test_several_who_ask_at_once_let_one_render(cache):
    together, answers = threading.Barrier(4), []

    def visit():
        together.wait(10)
        answers.append(ask(cache, "/en/").body)
        connections.close_all()

    visitors = [threading.Thread(target=visit) for _number in range(4)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join(60)
    assert (cache.counts["rendered"], len(answers), len(set(answers))) == (1, 4, 1)


def test_another_process_sees_a_change_within_a_second(cache, monkeypatch):
    other = Memory()
    monkeypatch.setattr(wsgi, "memory", other)
    ask(cache, "/en/projects/")
    try:
        since = timezone.now()
        change()
        fresh = ask(DJANGO, "/en/projects/").body
        while ask(cache, "/en/projects/").body != fresh:
            assert timezone.now() - since < timedelta(seconds=30)
        assert cache.counts["rendered"] == 2
    finally:
        other.end()


def test_pages_stay_readable_for_ten_minutes_while_the_database_is_away(cache, monkeypatch):
    page = ask(cache, "/en/").body

    def refuse(*_arguments):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr("portal.core.pagecache.memory._read", refuse)
    time.sleep(2 * memory.EVERY)  # a look that began before has ended
    with connection.execute_wrapper(refuse):
        assert ask(cache, "/en/").body == page
        memory.answered_at -= 500
        assert ask(cache, "/en/").body == page
        assert ask(cache, "/en/about-nothing/").status == 503
        memory.answered_at -= 200
        assert ask(cache, "/en/").status == 503


def test_a_page_that_was_rendered_while_something_was_written_is_kept_the_next_time(cache):
    def render_while_somebody_writes(environ, start_response):
        answer = DJANGO(environ, start_response)
        for step in (change, connections.close_all):
            editor.submit(step).result()
        return answer

    ask(cache, "/en/")
    cache.application = render_while_somebody_writes
    with ThreadPoolExecutor(1) as editor:
        assert ask(cache, "/en/projects/").status == 200
    cache.application = DJANGO
    assert [ask(cache, "/en/projects/").status for _time in range(2)] == [200, 200]
    assert cache.counts == {"rendered": 2, "passed": 1, "hits": 1}


def test_a_database_that_goes_away_right_after_a_page_was_rendered_costs_nothing_but_keeping_it(cache, monkeypatch):
    def refuse():
        raise OperationalError("server closed the connection")

    ask(cache, "/en/")
    with monkeypatch.context() as away:
        away.setattr("portal.core.pagecache.memory._read", refuse)
        assert ask(cache, "/en/projects/").status == 200
    memory.look()
    assert [ask(cache, "/en/projects/").status for _time in range(2)] == [200, 200]
    assert cache.counts == {"rendered": 2, "passed": 1, "hits": 1}


def test_accepted_codings_are_read_as_browsers_write_them():
    assert accepts("gzip, deflate, br;q=1.0", "br")
    assert not accepts("gzip;q=0, br; q=0.0", "gzip")
    assert not accepts("gzip, br; q=0.0", "br")
    assert not accepts("", "gzip")


@pytest.mark.postgresql
def test_of_transactions_that_commit_in_the_other_order_both_are_shown(cache):
    one, two = CaseStudyPage.objects.filter(locale__language_code="en").order_by("pk")[:2]
    written, may_commit = threading.Event(), threading.Event()

    def write_first_and_commit_last():
        with transaction.atomic():
            CaseStudyPage.objects.filter(pk=one.pk).update(title="Written first")
            written.set()
            assert may_commit.wait(30)
        connections.close_all()

    writer = threading.Thread(target=write_first_and_commit_last)
    ask(cache, "/en/projects/")
    writer.start()
    assert written.wait(30)
    CaseStudyPage.objects.filter(pk=two.pk).update(title="Committed first")
    between = ask(cache, "/en/projects/").body
    may_commit.set()
    writer.join(30)
    after = ask(cache, "/en/projects/").body

    assert b"Committed first" in between
    assert b"Written first" not in between
    assert b"Written first" in after
    assert after == ask(DJANGO, "/en/projects/").body
