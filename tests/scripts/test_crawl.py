"""What a crawl follows and stores."""

from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from scripts import crawl

URL = "http://127.0.0.1:9100"
ANSWERS = {
    "/": (302, "text/html", ""),
    "/xx/": (200, "text/html", '<a href="a/?country=NO&amp;page=2">Two filters</a><img src="/static/x.png">'),
    "/static/x.png": (200, "image/png", "pixels"),
    "/xx/form/": (200, "text/html", '<input type="hidden" name="form_key" value="1:abc"><input name="email">'),
}


class Portal(BaseHTTPRequestHandler):
    """Answers from ``ANSWERS``, and repeats what was sent to it."""

    def do_GET(self) -> None:
        status, kind, body = ANSWERS.get(self.path, (404, "text/plain", "nothing"))
        self.answer(status, kind, body)

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.answer(422, "text/plain", f"{sent} {self.headers['Cookie']}")

    def answer(self, status: int, kind: str, body: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", "script-src 'self'; default-src 'none'")
        if status == 302:
            self.send_header("Location", "/xx/")
        self.send_header("Set-Cookie", "csrftoken=abc; Path=/")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def portal(monkeypatch) -> Iterator[str]:
    monkeypatch.setattr(crawl, "WITHOUT_LANGUAGE", ("/", "/xx/"))
    monkeypatch.setattr(crawl, "IN_EACH_LANGUAGE", ("form/",))
    monkeypatch.setattr(crawl, "FORMS", ("form/",))
    monkeypatch.setattr(crawl, "TYPED", ("å",))
    with ThreadingHTTPServer(("127.0.0.1", 0), Portal) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_crawl_stores_every_address_once_and_forms_sent_empty(portal: str, tmp_path: Path):
    count = crawl.crawl(portal, tmp_path / "new")

    stored = {text.partition("\n")[0]: text for path in (tmp_path / "new").iterdir() for text in [path.read_text()]}
    api = {f"/api/v1/search/?locale=xx&q=%C3%A5{options}" for options in crawl.API_OPTIONS}
    assert stored.keys() == {"/", "/xx/", "/xx/form/", "POST /xx/form/", "/static/x.png", *api}
    assert count == len(stored)
    assert "\n302\n" in stored["/"]
    assert "\nContent-Security-Policy: default-src 'none'; script-src 'self'\n" in stored["/"]
    assert "\nLocation: /xx/\n" in stored["/"]
    assert "\nDate: " not in stored["/"]
    assert stored["POST /xx/form/"].endswith("\n\nform_key=1%3Aabc csrftoken=abc")
    assert stored["/static/x.png"].endswith(f"\n\n{sha256(b'pixels').hexdigest()}")


def test_a_crawl_that_takes_too_long_fails(portal: str, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(crawl, "MOST_SECONDS", -1)

    with pytest.raises(SystemExit, match="Not finished"):
        crawl.crawl(portal, tmp_path / "new")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ('<a href="?page=2">', "/xx/projects/?page=2"),
        ('<a href="#main">', "/xx/projects/"),
        ('<a href="../events/">', "/xx/events/"),
        (f"<loc>{URL}/yy/a/</loc>", "/yy/a/"),
        (f'<meta content="{URL}/pictures/1.png">', "/pictures/1.png"),
        ('<img srcset="/a.webp 1x">', "/a.webp"),
        ("@font-face { src: url(../fonts/x.woff2) }", "/xx/fonts/x.woff2"),
        ('{"url": "/xx/b/"}', "/xx/b/"),
        (f"Sitemap: {URL}/sitemap.xml", None),
        ('<a href="?page=2&amp;country=NO">', None),
        ('<a href="/admin/">', None),
        ('<a href="https://elsewhere.example/xx/">', None),
        (f'<a href="{URL}0/xx/">', None),
        ('<a href="mailto:somebody@mail.example">', None),
    ],
)
def test_links_are_followed_inside_the_portal_with_one_filter_at_most(text: str, address: str | None):
    assert list(crawl.find_links(URL, "/xx/projects/", text)) == ([address] if address else [])
