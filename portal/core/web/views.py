"""Pages that belong to no site app: errors and health."""

import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.files.storage import FileSystemStorage, default_storage, storages
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import get_language_from_request, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.static import serve as serve_file
from wagtail.models import Page

from portal.core.files.access import check_original
from portal.core.i18n.languages import active_language
from portal.core.i18n.locales import visitor_language
from portal.core.models import in_language_order
from portal.core.models.frame import frame_for
from portal.core.operations import filling
from portal.core.operations.database import TROUBLE, describe, impatient
from portal.core.operations.disk import is_full
from portal.core.operations.health import probe_all
from portal.core.operations.periodic import worker_is_alive
from portal.core.queries import public_pages
from portal.core.web import rate_limits, rates
from portal.core.web.api import ApiError, ApiProblem, is_for_programs, json_response
from portal.core.web.assets import STYLES

#: A form that is too long is read to its end, but no more than so many bytes and seconds.
MOST_READ_AWAY, READ_AWAY_SECONDS = 100 * 1024 * 1024, 20
#: Seconds after which programs may ask again while the database is away.
RETRY_AFTER = 30
#: Seconds after which a page looks again how far the first load of the content is.
LOOK_AGAIN = 5
#: A text that is longer is worth copying, in characters.
SHORTEST_TEXT = 20
#: Seconds for which browsers may keep uploaded pictures.
MEDIA_MAX_AGE = 30 * 24 * 3600
#: Longest name of a file, in characters; file systems refuse to look for longer ones.
MOST_NAME = 200


_migrated = False


def error_page(request: HttpRequest, status: int, message: str, typed: Sequence[str] = ()) -> HttpResponse:
    """A plain page in the visitor's language that says what was wrong with the request.

    Parameters:
        typed: texts of a form that could not be used, to be copied.
    """
    frame = frame_for(active_language())
    context = {"status": status, "message": message, "typed": typed, "frame": frame}
    return render(request, "error.html", context, status=status)


def refuse(request: HttpRequest, status: int, message: str | Promise) -> HttpResponse:
    """As ``error_page``, before any middleware has set the language: it is still that of the thread's last request."""
    with override(get_language_from_request(request, check_path=True)):
        return error_page(request, status, str(message))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: a host name that is not ours and the like; 413: a form that is too long."""
    if isinstance(exception, RequestDataTooBig):
        _read_away(request)
        return refuse(
            request, 413, gettext_lazy("That is too much for one form: at most 5 MB. Go back and shorten it.")
        )
    return refuse(request, 400, gettext_lazy("The portal does not understand this request. Go back and try again."))


def _read_away(request: HttpRequest) -> None:
    """Take what the browser still sends, within limits: it shows the answer only when it has sent everything."""
    end, left = time.monotonic() + READ_AWAY_SECONDS, MOST_READ_AWAY
    with suppress(OSError):
        while left > 0 and time.monotonic() < end and (chunk := request.read(65536)):
            left -= len(chunk)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: something that belongs to others."""
    return error_page(request, 403, _("You may not see this page. If you should, ask an administrator."))


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Programs that never read a page's ``<link rel="icon">`` ask here."""
    response = redirect(static("portal/img/icon.svg"))
    patch_cache_control(response, public=True, max_age=MEDIA_MAX_AGE)
    return response


def choose_language(request: HttpRequest) -> HttpResponse:
    """``/`` leads to the home page in the best language of the visitor's Accept-Language header."""
    response = redirect(f"/{visitor_language(request)}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 with the same page in the languages that have it, and the sections of the portal; JSON for programs."""
    if is_for_programs(request.path):
        return json_response(asdict(ApiError(ApiProblem("", _("There is nothing at this address.")))), 404)
    language = active_language()
    parts = request.path.strip("/").split("/")
    rest = "/".join(parts[1:]) if parts[0] in dict(settings.LANGUAGES) else "/".join(parts)
    paths = [f"/{code}/{rest}/" for code, _name in settings.LANGUAGES] if rest and len(rest) < 200 else []
    versions = in_language_order(public_pages(Page.objects.filter(url_path__in=paths))) if paths else []
    context = {"frame": frame_for(language), "versions": versions}
    return render(request, "404.html", context, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 without touching the database; 503 if that or a full disk failed, with a button that sends a form again."""
    failed = sys.exc_info()[1]
    language = get_language_from_request(request, check_path=True)
    with override(language):
        if not isinstance(failed, TROUBLE) and not is_full(failed):
            return HttpResponse(render_to_string("500.html", {"language": language}), status=500)
        context = {"language": language, "path": request.get_full_path(), "is_full": is_full(failed)}
        context |= _sent_form(request)
        response = HttpResponse(render_to_string("503.html", context), status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Referrer-Policy"] = "same-origin"  # the address may be a secret
    patch_cache_control(response, private=True, no_store=True)
    return response


def _sent_form(request: HttpRequest) -> dict[str, object]:
    """What was typed into a form, so that it can be sent again from the error page. Passwords are typed anew."""
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
    except (OSError, SuspiciousOperation, MultiPartParserError):
        return {}
    if request.method != "POST" or any("password" in name for name, _value in fields):
        return {}
    texts = [value for _name, value in fields if len(value) > SHORTEST_TEXT and " " in value.strip()]
    return {"fields": fields, "texts": texts, "had_files": bool(request.FILES)}


def being_filled(request: HttpRequest, how_far: filling.Filling) -> HttpResponse:
    """503 while the initial content is loaded, in all languages, that of the visitor first; it asks no database."""
    language = visitor_language(request)
    if is_for_programs(request.path):
        response: HttpResponse = json_response(
            asdict(ApiError(ApiProblem("", _("The content of the portal is being loaded.")))), 503
        )
    else:
        languages = sorted(dict(settings.LANGUAGES), key=lambda code: code != language)
        context = {
            "language": language,
            "languages": languages,
            "filling": how_far,
            "seconds": LOOK_AGAIN,
            "styles": _style_sheet(),
        }
        with override(language):
            response = HttpResponse(render_to_string("core/filling.html", context), status=503)
    response.headers["Retry-After"] = str(LOOK_AGAIN)
    response._has_been_logged = True  # type: ignore[attr-defined]  # (no fault that anybody should look for)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _style_sheet() -> str:
    """The address of the style sheet of all pages; its plain one as long as no static files are collected."""
    try:
        return static(STYLES)
    except ValueError:
        return f"{settings.STATIC_URL}{STYLES}"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came back without its secret: usually a page left open, or cookies switched off. Its texts are shown."""
    message = _("The form could not be checked. Go back, reload the page and send it again.")
    response = error_page(request, 403, message, typed_texts(request))
    response["Cache-Control"] = "private, no-store"
    return response


def typed_texts(request: HttpRequest) -> list[str]:
    """What a person wrote in the form of ``request``: without passwords, numbers and what the form itself adds."""
    return [
        value
        for name, values in request.POST.lists()
        if name not in {"csrfmiddlewaretoken", "form_key"} and "password" not in name
        for value in values
        if len(value.strip()) > 2 and not value.isdecimal()
    ]


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Uploaded pictures in the sizes that pages use. Names carry a hash of what they show, so they never change.

    Documents are not served here but by Wagtail's view, which asks who may read them. Originals are what editors
    uploaded, larger and less considered than what is shown: only those see them who may use them.

    Raises:
        Http404: no such file, or not the plain address of one: ``./documents/x`` would lead to documents too.
    """
    parts = path.split("/")
    if parts[0] == "documents" or any(part in {"", ".", ".."} or len(part) > MOST_NAME for part in parts):
        raise Http404
    original = parts[0] == "original_images"
    if original:
        check_original(path, request)
    response = _stored_file(request, path)
    if not original:
        patch_cache_control(response, public=True, max_age=MEDIA_MAX_AGE)
    return response


def _stored_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file of the media storage, from its folder or piece by piece from its bucket."""
    if isinstance(storages["default"], FileSystemStorage):
        return serve_file(request, path, document_root=settings.MEDIA_ROOT)
    try:
        return FileResponse(default_storage.open(path))
    except FileNotFoundError as missing:
        raise Http404 from missing


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Alive: the process answers."""
    return JsonResponse({"status": "ok"})


def migrated() -> bool:
    """Whether the database is that of this version. Looked up until it is: a process serves one version only."""
    global _migrated  # noqa: PLW0603 (one fact of the process)
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


def _try_to_write() -> str:
    """``ok`` if something can be stored, else what the database says. The counter is one that registrations use too."""
    try:
        with impatient(1):
            rate_limits.allow(rates.READINESS, "write")
    except TROUBLE as error:
        return describe(error)
    return "ok"


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Ready for visitors: content loaded, database reachable and migrated. 503 with the reason otherwise.

    A database that cannot be written to (read-only, locked, full) serves readers, but nobody can register.
    A worker that is silent and a search engine that is away are named, but visitors can be served without them.
    """
    if filling.under_way():
        return JsonResponse({"status": "not ready", "content": "being loaded"}, status=503)
    checks = {"database": "ok", "migrations": "ok"}
    worker = "unknown"
    try:
        connection.ensure_connection()
        if not migrated():
            checks["migrations"] = "pending"
        else:
            worker = "ok" if worker_is_alive() else "silent"
            checks["writing"] = _try_to_write()
    except Exception as error:  # noqa: BLE001 (whatever it is, the portal is not ready)
        checks["database"] = type(error).__name__
    ready = all(state == "ok" for state in checks.values())
    status = "ready" if ready else "not ready"
    probes = probe_all() if ready else {}
    return JsonResponse({"status": status, **checks, "worker": worker, **probes}, status=200 if ready else 503)
