"""Serves drawn pictures: covers, made anew from their address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portal.pictures.covers import Cover, cover_svg

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
    return HttpResponse(cover_svg(found), content_type="image/svg+xml", headers={"Cache-Control": FOREVER})
