"""What does a page cost, made anew for each request?

    python benchmarks/page_speed.py [--runs 7] [--requests 100] [--language en] [--only home,search]

Needs a database with the initial content (``DATABASE_URL``; by default that of ``make run``). Asks Django's own WSGI
handler, so that no server, network or page cache is in between, and prints milliseconds of CPU a request (the median of
the runs; what is kept until tables change is kept, as in a web process), the ratio to a view that answers one word,
asked in turn with the pages, and of a process that keeps nothing the queries and the characters of the longest.
"""

import argparse
import gc
import os
import statistics
import sys
import time
from collections.abc import Callable
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")

import django

django.setup()

# ruff: noqa: E402 (Django is set up first)
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import path

from portal.core.pagecache.memory import memory
from search.concepts.everyday import prepare

PAGES = {
    "home": "",
    "library": "projects/",
    "case": "projects/omastadi-helsinki/",
    "event": "events/creating-a-joint-nordic-smart-city-model/",
    "element": "model/open-source-across-borders/",
    "partner": "partners/doga/",
    "search": "search/?q=energy",
}
BARE = "/bare/"
WARMING_UP = 5


def bare(request: HttpRequest) -> HttpResponse:
    """One word, by nothing but Django."""
    return HttpResponse("bare", content_type="text/plain")


urlpatterns = [path(BARE.lstrip("/"), bare)]


def own_addresses(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: the addresses of this file, and no others."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__
        return get_response(request)

    return answer


def ask(application: WSGIHandler, address: str) -> bytes:
    """The body of an answer, which has to be 200."""
    place, _mark, query = address.partition("?")
    environ: dict[str, Any] = {"PATH_INFO": place, "QUERY_STRING": query, "HTTP_HOST": "localhost"}
    environ["wsgi.input"] = BytesIO()
    setup_testing_defaults(environ)
    answer = application(environ, lambda *args: lambda data: None)
    body = b"".join(answer)
    answer.close()
    if answer.status_code != HTTPStatus.OK:
        sys.exit(f"{address} answers {answer.status_code}: the benchmark needs a database with the initial content.")
    return body


def measure(application: WSGIHandler, address: str, requests: int) -> float:
    """Milliseconds of CPU a request."""
    gc.collect()
    start = time.process_time()
    for _ in range(requests):
        ask(application, address)
    return (time.process_time() - start) / requests * 1000


def main() -> None:
    """Measure every page in turn, several times."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--requests", type=int, default=100)
    parser.add_argument("--language", default="en")
    parser.add_argument("--only", default=",".join(PAGES))
    options = parser.parse_args()
    # Both are closed at the end of a request by signals of the handler; here the connection stays, as in a server.
    portal = WSGIHandler()
    with override_settings(MIDDLEWARE=[f"{__name__}.own_addresses"]):
        plain = WSGIHandler()
    prepare()
    # As every web process does (``portal/wsgi.py``): what is kept until tables change needs their versions.
    memory.follow()
    pages = {name: f"/{options.language}/{PAGES[name]}" for name in options.only.split(",")}
    for address in pages.values():
        for _ in range(WARMING_UP):
            ask(portal, address)
    times: dict[str, list[float]] = {name: [] for name in ("bare", *pages)}
    for _ in range(options.runs):
        times["bare"].append(measure(plain, BARE, options.requests * 10))
        for name, address in pages.items():
            times[name].append(measure(portal, address, options.requests))
    unit = statistics.median(times["bare"])
    sys.stdout.write(
        f"{'page':10} {'CPU ms':>8} {'x bare':>8} {'queries':>8} {'longest':>8}\n{'bare':10} {unit:8.3f} {1:8}\n"
    )
    for name, address in pages.items():
        # (Nothing is kept of before by a process that begins again.)
        memory.end()
        with CaptureQueriesContext(connection) as queries:
            ask(portal, address)
        longest = max(len(query["sql"]) for query in queries)
        spent = statistics.median(times[name])
        sys.stdout.write(f"{name:10} {spent:8.2f} {spent / unit:8.0f} {len(queries):8} {longest:8}\n")


if __name__ == "__main__":
    main()
