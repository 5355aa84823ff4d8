"""A browser that is answered by the test's own process: no server, and the rows of the test's own transaction."""

import json
import mimetypes
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.test import Client, TestCase
from playwright.sync_api import Page, Route

#: Whom the pages believe to be served by; nothing is ever asked there.
ORIGIN = "http://testserver"
_HEADERS = ("x-requested-with", "x-csrftoken", "referer", "accept-language")


def serve(page: Page, client: Client) -> None:
    """Answer whatever ``page`` asks for: files of the apps, and everything else by ``client``, with its account."""

    def answer(route: Route) -> None:
        request = route.request
        address = urlsplit(request.url)
        if address.path.startswith("/static/"):
            found = finders.find(address.path.removeprefix("/static/"))
            if not found:
                route.fulfill(status=404)
                return
            kind = mimetypes.guess_type(found)[0] or "application/octet-stream"
            route.fulfill(body=Path(found).read_bytes(), content_type=kind)
            return
        headers = {f"HTTP_{name.upper().replace('-', '_')}": request.headers.get(name, "") for name in _HEADERS}
        with TestCase.captureOnCommitCallbacks(execute=True):
            response = client.generic(
                request.method,
                f"{address.path}?{address.query}",
                request.post_data_buffer or b"",
                content_type=request.headers.get("content-type", "application/octet-stream"),
                **headers,
            )
        if to := response.headers.get("Location"):  # the browser would look for it in the network
            route.fulfill(body=f"<script>location.replace({json.dumps(to)})</script>", content_type="text/html")
            return
        body = b"".join(response.streaming_content) if response.streaming else response.content
        kept = {name: value for name, value in response.headers.items() if name != "Content-Length"}
        route.fulfill(status=response.status_code, body=body, headers=kept)

    page.route("**/*", answer)
