"""Caddy and nginx with the very files that compose mounts, in front of production's web servers."""

import re
import threading
import time
from collections import Counter
from contextlib import ExitStack, closing, suppress
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest

from tests.deploy.proxies import BODY_SECONDS, Pair, Proxy, both

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]
#: Half-sent forms at the same time: more than the two servers have threads, fewer than nginx lets one network have.
SLOW = 36
#: Seconds after which nginx gives up on a client that sends nothing more.
NGINX_SECONDS = 15
LOGIN = "/admin/login/"
#: Answers to half a form: none, or that it took too long; without buffering the portal's own one, which never read it.
CUT = {True: ([], [b"408"], [b"502"]), False: ([], [b"408"], [b"502"], [b"403"])}
#: Seconds between two requests of one visitor: nginx lets twenty a second pass.
PAUSE = 0.06


@pytest.fixture(scope="module")
def behind(django_db_setup, tmp_path_factory):
    """The two servers and the two proxies, for all tests of this file."""
    with both(tmp_path_factory.mktemp("proxies")) as running:
        yield running


@pytest.fixture
def pair(behind) -> Pair:
    return behind[0]


@pytest.fixture(params=["caddy", "nginx"])
def proxy(behind, request) -> Proxy:
    return behind[1][request.param]


def ask(proxy: Proxy, path: str, source: str = "127.0.0.1", body: str | None = None, **headers: str):
    """An answer with its body, and its headers as a list."""
    with closing(proxy.line(source)) as line:
        line.request("GET" if body is None else "POST", path, body, headers)
        answer = line.getresponse()
        return answer.status, answer.read().decode(), answer.headers


def test_everybody_is_led_to_https(proxy: Proxy):
    with closing(HTTPConnection("localhost", proxy.plain_port, timeout=20)) as line:
        line.request("GET", "/en/")
        answer = line.getresponse()

    assert answer.status in {301, 308}
    assert answer.headers["Location"].startswith("https://localhost")
    assert answer.headers["Location"].endswith("/en/")


def test_the_portal_knows_that_it_is_https(proxy: Proxy):
    status, _body, headers = ask(proxy, LOGIN)

    assert status == 200
    assert headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"
    assert re.match(r"__Host-csrf=\w+;.* Secure$", headers["Set-Cookie"])
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def ask_for_password(proxy: Proxy, source: str, number: int) -> int:
    """Ask for a new password as somebody who claims to come from elsewhere each time."""
    _status, page, headers = ask(proxy, "/admin/password_reset/", source)
    cookie = headers["Set-Cookie"].partition(";")[0]
    secret = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    sent = {
        "Cookie": cookie,
        "Content-Type": "application/x-www-form-urlencoded",
        "Referer": f"https://localhost:{proxy.port}/admin/password_reset/",
        "Origin": f"https://localhost:{proxy.port}",
        "X-Forwarded-For": f"198.51.100.{number}",
        "X-Forwarded-Proto": "http",
    }
    form = urlencode({"csrfmiddlewaretoken": secret, "email": f"nobody-{number}@portal.example"})
    return ask(proxy, "/admin/password_reset/", source, form, **sent)[0]


def test_invented_addresses_are_not_believed(behind):
    """Ten in fifteen minutes for each network: whatever a client says of itself, and each client for itself."""
    proxy = behind[1]["caddy"]
    assert [ask_for_password(proxy, "127.0.0.1", number) for number in range(10)] == [302] * 10
    assert ask_for_password(proxy, "127.0.0.1", 11) == 429
    assert ask_for_password(proxy, "127.0.0.2", 12) == 302
    assert ask_for_password(behind[1]["nginx"], "127.0.0.1", 13) == 429


def test_half_sent_forms_wait_in_the_proxy_and_are_cut(pair: Pair, proxy: Proxy):
    head = f"POST {LOGIN} HTTP/1.1\r\nHost: localhost:{proxy.port}\r\nContent-Length: 1000\r\n\r\nhalf a form"
    with ExitStack() as stack:
        slow = [stack.enter_context(closing(proxy.socket())) for _ in range(SLOW)]
        for sock in slow:
            sock.sendall(head.encode())
        time.sleep(1)
        assert not proxy.buffers or pair.connections() == 0
        assert ask(proxy, "/healthz")[0] == 200
        patience = BODY_SECONDS if proxy.name == "caddy" else NGINX_SECONDS
        for sock in slow:
            sock.settimeout(patience + 10)
            with suppress(ConnectionError):
                assert sock.recv(4096).split(b" ")[1:2] in CUT[proxy.buffers]
        until = time.monotonic() + 10
        while pair.connections() and time.monotonic() < until:
            time.sleep(0.1)
        assert ask(proxy, "/healthz")[0] == 200


@pytest.mark.parametrize("chunked", [False, True], ids=["said at once", "found out"])
def test_what_is_larger_than_any_upload_is_refused(proxy: Proxy, chunked: bool):
    piece = b"x" * 65536
    with closing(proxy.line()) as line:
        line.putrequest("POST", LOGIN)
        if chunked:
            line.putheader("Transfer-Encoding", "chunked")
        else:
            line.putheader("Content-Length", "40000000")
        line.endheaders()
        with suppress(OSError):
            for _ in range(40_000_000 // len(piece)):
                line.send(b"10000\r\n" + piece + b"\r\n" if chunked else piece)
            line.send(b"0\r\n\r\n" if chunked else b"")
        # Or the portal has refused it before: it came without the form's secret.
        assert line.getresponse().status in ({413} if proxy.buffers else {413, 403})


def test_one_server_after_the_other_is_replaced_and_nobody_notices(pair: Pair, proxy: Proxy):
    """Readers and, where forms wait in the proxy, people who send some, each from an address of its own."""
    counts, failures, done = [0] * 6, Counter(), threading.Event()

    def visit(number: int) -> None:
        source = f"127.0.0.{10 + number}"
        while not done.wait(PAUSE):
            form = None if number % 3 or not proxy.buffers else "username=a&password=b"
            try:
                status, _page, _headers = ask(proxy, LOGIN, source, form)
            except OSError as error:
                failures[form, repr(error)] += 1
                continue
            counts[number] += 1
            # Without the form's secret: the answer is the portal's own.
            if status != (403 if form else 200):
                failures[form, status] += 1

    visitors = [threading.Thread(target=visit, args=(number,)) for number in range(len(counts))]
    for visitor in visitors:
        visitor.start()
    try:
        for number in range(2):
            time.sleep(1)
            pair.replace(number)
    finally:
        time.sleep(1)
        done.set()
        for visitor in visitors:
            visitor.join(60)

    assert failures == {}
    assert min(counts) > 10
