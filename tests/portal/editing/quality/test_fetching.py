"""The link checker asks the public web and nothing else."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import urllib3.connection

from portal.editing.quality.fetching import is_public, resolve, status_of

PUBLIC = "93.184.216.34"


class Site(BaseHTTPRequestHandler):
    """Another site: some addresses work, some lead elsewhere; it remembers what it was asked."""

    asked: list[str]

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        port = self.server.server_address[1]
        to = {
            "/moved": "/fine",
            "/round": "/round",
            "/inside": f"http://localhost:{port}/secret",
            "/file": "file:///etc/passwd",
            "/other-port": f"http://{PUBLIC}:{port}/",
            "/empty": "",
        }.get(self.path)
        code = {"/fine": 200, "/robots-not-wanted": 403, "/%C3%A6%20%C3%B8?q=%C3%B0": 200}.get(self.path, 404)
        self.send_response(302 if to is not None else code)
        if to is not None:
            self.send_header("Location", to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def site(settings) -> Iterator[Any]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    settings.CHECK_LINKS_ALSO = ["127.0.0.1"]
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def address(site: Any) -> str:
    return f"http://127.0.0.1:{site.server_port}"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/fine", 200),
        ("/moved", 200),
        ("/robots-not-wanted", 403),
        ("/gone", 404),
        ("/round", 0),
        ("/empty", 302),
        ("/æ ø?q=ð#part", 200),
    ],
)
def test_status_of_a_link(site: Any, path: str, status: int):
    assert status_of(address(site) + path) == status


@pytest.mark.parametrize("path", ["/inside", "/file", "/other-port"])
def test_redirects_are_judged_like_links(site: Any, path: str):
    assert status_of(address(site) + path) == 0
    assert site.asked == [path]


def test_proxies_and_passwords_of_the_machine_are_not_believed(site: Any, monkeypatch: pytest.MonkeyPatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://192.0.2.1:9")

    assert status_of(f"{address(site)}/fine") == 200


INNER = [
    "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "192.0.0.8", "192.88.99.1", "198.18.0.1",
    "192.0.2.1",
    "::1", "::", "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:7f00:1", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2002:808:808::1", "2001:0:1::1", "ff02::1", "ff0e::1",
    "fec0::1", "fc00::1", "fd12::1", "fe80::1", "fe80::1%eth0", "2001:db8::1", "3fff::1", "2001:20::1", "100::1",
    "5f00::1",
    "2a00:1450:4001:80b:0:5efe:7f00:1", "2a00:1450:4001:80b:200:5efe:a00:1",
]  # fmt: skip


@pytest.mark.parametrize("inner", INNER)
def test_inner_addresses_are_not_public(inner: str):
    assert not is_public(inner)
    bare = inner.partition("%")[0]
    with pytest.raises(ValueError, match="public"):
        resolve(f"http://[{bare}]/" if ":" in bare else f"http://{bare}/")


@pytest.mark.parametrize("outer", [PUBLIC, "8.8.8.8", "2001:4860:4860::8888", "2a00:1450:4001:80b::200e"])
def test_addresses_of_the_internet_are_public(outer: str):
    assert is_public(outer)


@pytest.mark.parametrize(
    "url",
    [
        "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/", "http://localhost/",
        "http://user@127.0.0.1/", "http://8.8.8.8@127.0.0.1/", "http://①②⑦.0.0.1/", "http://[::ffff:7f00:1]/",
        "ftp://8.8.8.8/", "file:///etc/passwd", "gopher://8.8.8.8/", "http:///x", "http://8.8.8.8:8080/", "https://8.8.8.8:80/",
        "http://8.8.8.8:443/", "http://8.8.8.8:22/", "http://8.8.8.8:x/", "http://[/", "//8.8.8.8/", "", "http://\u00ad/",
    ],
)  # fmt: skip
def test_other_ways_to_write_inner_addresses_lead_nowhere(url: str):
    assert status_of(url) == 0


def test_connection_goes_to_the_address_that_was_judged(monkeypatch: pytest.MonkeyPatch):
    """A name that answers with a public address first, and with one of this machine from then on."""
    looked_up, connected = [], []

    def look_up(host: str, *args: Any, **options: Any) -> list[Any]:
        looked_up.append(host)
        answer = PUBLIC if len(looked_up) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answer, 0))]

    def connect(address: tuple[str, int], *args: Any, **options: Any) -> None:
        connected.append(address)
        raise OSError("no network here")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(urllib3.connection.connection, "create_connection", connect)

    assert [status_of("http://rebind.example/"), status_of("https://rebind.example/")] == [0, 0]
    assert looked_up == ["rebind.example", "rebind.example"]
    assert connected == [(PUBLIC, 80)], "the second look-up gave an inner address, which was not connected to"


def test_one_inner_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch):
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 0)) for one in (PUBLIC, "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: answers)

    with pytest.raises(ValueError, match="public"):
        resolve("https://mixed.example/")
