"""Views of drawn pictures: covers are made from their address, social cards lie in the media storage."""

from base64 import b64encode
from hashlib import sha256

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from portal.core.pictures.covers import Cover, cover_svg
from portal.core.pictures.social import DEFAULT_CARD, FOLDER

#: The address changes with the picture, so it may be kept for ever.
FOREVER = "public, max-age=31536000, immutable"


@require_safe
def cover(request: HttpRequest, name: str) -> HttpResponse:
    """The cover ``name``; 404 for a name that the portal never made, so nobody fills caches with inventions.

    Raises:
        Http404: see above.
    """
    found = Cover.from_name(name)
    if found is None:
        raise Http404
    drawing = cover_svg(found)
    response = HttpResponse(drawing, content_type="image/svg+xml", headers={"Cache-Control": FOREVER})
    # Its colours by day and by night are a style element; the policy names it by its hash, so nothing else is allowed.
    style = drawing.partition("<style>")[2].partition("</style>")[0]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    response._csp_replace = {"style-src": [f"'sha256-{digest}'"]}  # type: ignore[attr-defined]
    return response


@require_safe
def card(request: HttpRequest, page_id: int, stamp: int) -> HttpResponseBase:
    """The social card of a page; the portal's own one while the worker has not drawn it, or draws it no more."""
    path = f"{FOLDER}/{page_id}-{stamp}.png"
    if not default_storage.exists(path):
        return redirect(static(DEFAULT_CARD))
    response = FileResponse(default_storage.open(path), content_type="image/png")
    response["Cache-Control"] = FOREVER
    return response
