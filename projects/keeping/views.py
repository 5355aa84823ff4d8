"""Kept cases, which somebody shares as an address, some of them side by side, and one to print. Nothing is stored."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.core.i18n.languages import active_language
from portal.core.models.frame import frame_for
from portal.core.queries import read_at
from portal.core.web.private_pages import uncached
from projects.keeping.lists import CaseList, read_list
from projects.models import CaseStudyPage
from projects.queries import with_elements

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


@uncached
@require_safe
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """One case on one page to print: what somebody takes into a meeting, with its address and the day."""
    language = active_language()
    frame = frame_for(language)
    case = read_at(CaseStudyPage.objects.all(), f"/{language}/projects/{slug}/", language).first()
    if case is None:
        raise Http404
    with_elements([case], frame)
    context = {"frame": frame, "case": case, "now": timezone.now()}
    return render(request, "projects/keeping/sheet.html", context)


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
