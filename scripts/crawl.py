"""Regression crawl: the answer of every public address of a running portal, one file each.

``python -m scripts.crawl URL FOLDER``; ``scripts.compare`` says what differs between two folders.
"""

import hashlib
import html
import re
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urljoin

import urllib3

from tests.browser.kinds import KINDS

LINK = re.compile(r"""(?:href|src)="([^"\s]+)"|url\(["']?([^"')]+)|["'>(](/[^\s"'<>()]+|https?://[^\s"'<>()]+)""")
HIDDEN_FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
TEXTS = ("text/", "json", "xml", "javascript")
UNSTORED_HEADERS = {"connection", "content-length", "date", "server"}
MOST_SECONDS = 1200

WITHOUT_LANGUAGE = (
    *("/", "/robots.txt", "/sitemap.xml", "/favicon.ico", "/healthz", "/no-such-page/", "/api/v1/openapi.json"),
    *(f"/api/v1/search/?q=energi&{wrong}" for wrong in ("kind=nothing", "page=none", "unknown=1", "locale=xx")),
)
TYPED = ("energi", "smart city", "sykkel", "demokrati", "helsinky", "vindmølle", "open data", "xqzzy", "æøåðþ")
#: Sent empty as well, so that their messages are seen.
FORMS = ("projects/tell-us-about-your-project/", "events/registration/link/", "events/demo-workshop/register/")
IN_EACH_LANGUAGE = (
    *KINDS.values(),
    *FORMS,
    *(f"search/{view}?q={quote(typed[:4])}" for typed in TYPED for view in ("suggestions/", "opensearch-suggestions/")),
    *(f"search/?q={quote(typed)}" for typed in TYPED),
    *(f"search/?q=energi&{more}" for more in ("country=NO", "kind=event", "sort=newest", "page=2", "exact=1")),
    *("search/opensearch.xml", "projects/feed.xml", "projects/?country=FI&settlement=urban&page=2"),
    *("events/calendar.ics", "events/urban-future-2019/calendar.ics", "events/urban-future-2019/register/"),
    *("events/demo-workshop/register/sent/", "events/registration/link/sent/", "events/registration/erased/"),
    *("events/registration/no-such-token/", "projects/tell-us-about-your-project/sent/"),
)
API_OPTIONS = ("", "&country=SE&sort=oldest", "&page=2&page_size=5")


def find_links(url: str, address: str, text: str) -> Iterator[str]:
    """Addresses that follow from the answer ``text``: local links with at most one filter, and those of a language."""
    for found in LINK.finditer(text):
        link = urljoin(url + address, html.unescape(next(filter(None, found.groups())))).partition("#")[0]
        if link.startswith(f"{url}/") and not link.startswith(f"{url}/admin/") and "&" not in link:
            yield link.removeprefix(url)
    if re.fullmatch(r"/[a-z]{2,3}/", address):
        yield from (address + below for below in IN_EACH_LANGUAGE)
        yield from (f"POST {address}{below}" for below in FORMS)
        api = f"/api/v1/search/?locale={address.strip('/')}&q="
        yield from (f"{api}{quote(typed)}{options}" for typed in TYPED for options in API_OPTIONS)


def fetch(pool: urllib3.PoolManager, url: str, address: str) -> str:
    """Status, header fields and body of an answer, pictures and fonts as SHA-256; after ``POST`` that of a form."""
    method, _space, path = address.rpartition(" ")
    given = pool.request("GET", url + path, redirect=False)
    if method:
        cookie = {"Cookie": given.headers.get("Set-Cookie", "").partition(";")[0]}
        fields = dict(HIDDEN_FIELD.findall(given.data.decode()))
        given = pool.request(method, url + path, fields=fields, headers=cookie, encode_multipart=False, redirect=False)
    headers = dict(given.headers.items())
    # A set of directives, written in another order by each process.
    headers["Content-Security-Policy"] = "; ".join(sorted(headers.get("Content-Security-Policy", "").split("; ")))
    kept = [f"{name}: {value}" for name, value in sorted(headers.items()) if name.lower() not in UNSTORED_HEADERS]
    is_text = any(kind in given.headers.get("Content-Type", "") for kind in TEXTS)
    body = given.data.decode() if is_text else hashlib.sha256(given.data).hexdigest()
    return "\n".join([address, str(given.status), *kept, "", body])


def crawl(url: str, folder: Path) -> int:
    """Store the answer of every public address in ``folder``; returns their number.

    Raises:
        SystemExit: it takes longer than ``MOST_SECONDS``; what is stored is not all.
    """
    folder.mkdir(parents=True)
    pool, end = urllib3.PoolManager(maxsize=4, retries=False), time.monotonic() + MOST_SECONDS
    seen: set[str] = set()
    wave = set(WITHOUT_LANGUAGE)
    with ThreadPoolExecutor(4) as threads:
        while wave:
            seen |= wave
            found: set[str] = set()
            for text in threads.map(lambda address: fetch(pool, url, address), sorted(wave)):
                address = text.partition("\n")[0]
                digest = hashlib.sha256(address.encode()).hexdigest()[:8]
                (folder / f"{quote(address, safe='')[:200]}.{digest}").write_bytes(text.encode())
                found.update(find_links(url, address, text))
                if time.monotonic() > end:
                    threads.shutdown(cancel_futures=True)
                    raise SystemExit(f"Not finished within {MOST_SECONDS} seconds.")
            wave = found - seen
    return len(seen)


if __name__ == "__main__":
    sys.stdout.write(f"{crawl(sys.argv[1].rstrip('/'), Path(sys.argv[2]))} addresses\n")
