"""Views of the shared state and of the texts, without a language: the same bytes for everybody."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from events.dialogue.live.documents import Document
from events.dialogue.live.state import counted, room_of, texts_of

#: Seconds for which caches may keep a page of texts, which never changes, and the state.
TEXTS_AGE, STATE_AGE = 600, 1
_NOTHING = {"phase": "unknown"}


@require_safe
def state(request: HttpRequest, code: str) -> HttpResponse:
    """The shared state of a room."""
    with counted():
        room = room_of(code)
        if room is None or room.document is None:
            return _unknown()
        return _answer(request, room.document, STATE_AGE)


@require_safe
def texts(request: HttpRequest, code: str, page: int, generation: int) -> HttpResponse:
    """A page of texts; one that is no longer shown is not found."""
    with counted():
        found = texts_of(code, page, generation)
        return _answer(request, found[1], TEXTS_AGE) if found else _unknown()


def _unknown() -> HttpResponse:
    response = JsonResponse(_NOTHING, status=404)
    response.headers["Cache-Control"] = "no-store"
    return response


def _answer(request: HttpRequest, document: Document, age: int) -> HttpResponse:
    zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(document.zipped if zipped else document.body, content_type="application/json")
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    response.headers["ETag"] = document.etag
    response.headers["Cache-Control"] = f"public, max-age={age}"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
