"""Kept cases, which somebody shares as an address, and two or three of them side by side. Nothing is stored here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.core.i18n.languages import active_language
from portal.core.models.frame import frame_for
from portal.core.web.private_pages import uncached
from projects.keeping.lists import CaseList, read_list

#: So many cases stand side by side.
FEWEST, MOST = 2, 3


@uncached
@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """The cases that an address names."""
    return _show(request, "kept")


@uncached
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two or three cases side by side; with fewer or more a sentence, and the way to choose."""
    return _show(request, "compare", whole=True)


def _show(request: HttpRequest, template: str, *, whole: bool = False) -> HttpResponse:
    language = active_language()
    frame = frame_for(language)
    found: CaseList = read_list(request.GET, language, frame, whole=whole)
    context = {
        "frame": frame,
        "found": found,
        "fits": FEWEST <= len(found.cases) <= MOST,
        "rows": [(case, found.without(case)) for case in found.cases],
    }
    return render(request, f"projects/keeping/{template}.html", context)
