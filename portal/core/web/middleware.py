"""What happens around every request: malformed ones are refused, public pages may be kept, the policy is strict."""

import re
from collections.abc import Callable
from uuid import uuid4

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.urls import get_resolver
from django.utils.cache import patch_cache_control
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext_lazy
from psycopg.errors import NumericValueOutOfRange
from wagtail.models import Page

from portal.core.forms.choices import is_key
from portal.core.operations import filling
from portal.core.operations.logs import request_id
from portal.core.operations.metrics.counting import count
from portal.core.web.api import is_for_programs
from portal.core.web.views import being_filled, refuse

GetResponse = Callable[[HttpRequest], HttpResponse]
#: Longest query string that is read, in bytes. Every form of the portal stays far below.
MAX_QUERY_BYTES = 6000


#: What proxies send as the number of a request: ``$request_id`` of nginx, a UUID, a trace.
REQUEST_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,127}")


class RequestId:
    """Give each request a number, the proxy's (``X-Request-ID``) or an own one, for the log and for the answer.

    It says nothing about who asks. Without a trusted proxy what is sent could be anybody's, and is not taken.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sent = request.headers.get("X-Request-ID", "") if settings.TRUSTED_PROXIES else ""
        number = sent if REQUEST_ID.fullmatch(sent) else uuid4().hex
        token = request_id.set(number)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response.headers["X-Request-ID"] = number
        return response


#: First parts of addresses that are one kind of request each.
FIRST_PARTS = frozenset({"admin", "api", "documents", "media", "pictures", "static"})


class CountRequests:
    """Count answers by status and kind for the metrics, never by address; left out where there are none."""

    def __init__(self, get_response: GetResponse) -> None:
        if not settings.METRICS_LISTEN:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        count("requests", str(response.status_code), self.kind(request, response))
        return response

    @staticmethod
    def kind(request: HttpRequest, response: HttpResponse) -> str:
        """The type of a page, the name of another view, or the first part of the address of what has many views."""
        first = request.path_info.lstrip("/").partition("/")[0]
        if first in FIRST_PARTS:
            return first
        page = (getattr(response, "context_data", None) or {}).get("page")
        if isinstance(page, Page):
            return str(page._meta.model_name)
        if request.resolver_match is None:
            return "none" if response.status_code == 404 else "early"
        return request.resolver_match.url_name or "other"


class RefuseMalformedRequests:
    """Answer 400 or 414 to what no browser sends on purpose, before it reaches a database that would choke on it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        # A quoted cookie may hold any character: \000 in a session's key would end in the database.
        if any("\x00" in text for text in (request.path, query, *request.COOKIES.values())) or "%00" in query:
            return refuse(request, 400, gettext_lazy("The address holds characters that no page can have."))
        if len(query) > MAX_QUERY_BYTES:
            return refuse(request, 414, gettext_lazy("The address is too long."))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: object) -> HttpResponse | None:
        """A NUL in a field that no form looks at would reach the database too: nobody types one, so it is left out."""
        if request.method != "POST":
            return None
        try:
            typed = request.POST
        except UnreadablePostError:
            # The connection ended within the form: nobody hears this, and nothing of it may be carried out.
            return refuse(
                request, 400, gettext_lazy("The portal does not understand this request. Go back and try again.")
            )
        if any("\x00" in text for key, texts in typed.lists() for text in (key, *texts)):
            cleaned = typed.copy()
            cleaned.clear()
            for key, texts in typed.lists():
                cleaned.setlist(key.replace("\x00", ""), [text.replace("\x00", "") for text in texts])
            cleaned._mutable = False
            request.POST = cleaned  # type: ignore[assignment]
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A number longer than any key that a view handed to the database, by the word of the database driver: 400.

        So is a form without a field that every browser sends, as the number of blocks that Wagtail's editor reads, and
        an address of the admin with a key that is no number or a filter that its list does not have.
        """
        out_of_range = isinstance(exception.__cause__, NumericValueOutOfRange)
        is_cut = request.method == "POST" and isinstance(exception, MultiValueDictKeyError)
        no_number = isinstance(exception, ValueError) and "expected a number" in str(exception)
        no_key = no_number and not all(map(is_key, request.GET.getlist("id")))
        no_filter = isinstance(exception, IncorrectLookupParameters)
        too_large = isinstance(exception, OverflowError) and "SQLite INTEGER" in str(exception)
        if is_cut or out_of_range or no_key or no_filter or too_large:
            return refuse(
                request, 400, gettext_lazy("The portal does not understand this request. Go back and try again.")
            )
        return None


class EarlyAnswers:
    """Answer the views of ``EARLY_URLCONF`` before sessions, accounts and languages are looked at.

    A hall of phones asks for them hundreds of times a second, and what is left out takes two thirds of the time. They
    know nobody by a cookie: what they give is the same for everybody, or belongs to a secret in the address. The
    answers are no pages: the policy lets them do nothing at all.
    """

    POLICY = "default-src 'none'; frame-ancestors 'none'"

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.patterns = get_resolver(settings.EARLY_URLCONF).url_patterns

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info.removeprefix("/")
        match = next((found for pattern in self.patterns if (found := pattern.resolve(path))), None)
        if match is None:
            return self.get_response(request)
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        response.headers["Content-Security-Policy"] = self.POLICY
        response.headers["Content-Length"] = str(len(response.content))
        return response


class PublicCaching:
    """Let browsers and proxies keep public pages and ask each time; never anything that belongs to one person."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.has_header("Cache-Control"):
            return response
        anonymous = not response.cookies and settings.SESSION_COOKIE_NAME not in request.COOKIES
        if request.method in {"GET", "HEAD"} and response.status_code in {200, 301, 304} and anonymous:
            patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
        else:
            patch_cache_control(response, private=True, no_store=True)
        return response


#: What no page of the portal ever asks a browser for.
PERMISSIONS = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "microphone",
    "midi",
    "payment",
    "usb",
)


class Isolation:
    """Headers that keep other sites out of our pages and our pages away from the visitor's devices.

    Not in the admin, whose editor opens previews and frames of its own.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", ", ".join(f"{name}=()" for name in PERMISSIONS))
        if not request.path.startswith("/admin/"):
            response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
            response.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        return response


class ContentSecurityPolicy(CSPMiddleware):
    """The strict public policy of the settings; Wagtail's admin needs inline scripts and styles to work at all."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith("/admin/"):
            response._csp_replace = {  # type: ignore[attr-defined]
                "script-src": [SELF, UNSAFE_INLINE],
                "style-src": [SELF, UNSAFE_INLINE],
                "img-src": [SELF, "data:", "blob:"],
            }
        return super().process_response(request, response)


class FirstContent:
    """Answer with how far it is while the initial content is loaded; left out where the server starts afterwards."""

    #: Whoever watches the processes is answered as ever.
    PROBES = frozenset({"/healthz", "/readyz"})

    def __init__(self, get_response: GetResponse) -> None:
        if filling.under_way() is None:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.is_over = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self.is_over and request.path not in self.PROBES:
            if how_far := filling.under_way():
                return being_filled(request, how_far)
            self.is_over = True
        return self.get_response(request)


class LanguageOfUrl(LocaleMiddleware):
    """The language is that of the address. What admin and interface lack is not looked for below a language."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Django's own answer, but for the 404 of the admin and of what programs ask for."""
        if response.status_code == 404 and (request.path.startswith("/admin/") or is_for_programs(request.path)):
            return response
        return super().process_response(request, response)
