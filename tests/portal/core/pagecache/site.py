"""A process of the web server in the tests: a page cache around the portal, and requests to it."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from portal.core.hooks import moments
from portal.core.operations.metrics import counting
from portal.core.pagecache.wsgi import PageCache

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Answer:
    """What a browser gets."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def make_cache(size: int = 64 * MEGABYTE) -> PageCache:
    """A page cache around Django as ``portal/wsgi.py`` puts it."""
    return PageCache(
        WSGIHandler(),
        size,
        dict(settings.LANGUAGES),
        moments.columns,
        never=["search", "live"],
        counted=partial(counting.count, "page_cache"),
    )


def ask(application, address: str, *, method: str = "GET", **headers: str) -> Answer:
    """Ask for an address; headers are named as in WSGI (``HTTP_COOKIE``)."""
    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "testserver",
        "REMOTE_ADDR": "127.0.0.1",
        "SCRIPT_NAME": "",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        **headers,
    }
    given = []
    parts = application(environ, lambda status, headers, error=None: given.append((status, headers)))
    try:
        body = b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    ((status, headers),) = given
    return Answer(int(status[:3]), {name.title(): value for name, value in headers}, body)
