"""The page of a case's family: what it grew out of, and what grew out of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.core.i18n.languages import active_language
from portal.core.web.etags import unless_known
from projects.adoptions.family import drawing
from projects.adoptions.pages import active_frame
from projects.adoptions.queries import adoptions_of_case
from projects.adoptions.subjects import public_case
from projects.lineage import family_of


@require_safe
def family(request: HttpRequest, slug: str) -> HttpResponse:
    """A nested list, and the same as a drawing. Everybody gets the same."""
    case = public_case(slug, active_language())
    if case is None:
        raise Http404
    trees = family_of(case)
    context = {
        "frame": active_frame(),
        "case": case,
        "trees": trees,
        "is_alone": len(trees) == 1 and not trees[0].children,
        "drawing": drawing(trees, case.translation_key),
        "adoptions": adoptions_of_case(case.translation_key, active_language()),
    }
    response = render(request, "projects/adoptions/family.html", context)
    response["Cache-Control"] = "public, max-age=0"
    return unless_known(request, response)
