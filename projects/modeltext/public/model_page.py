"""Public pages beside that of the model: the sheet for a workshop, and what leads on from addresses of before."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_safe

from portal.core.i18n.languages import active_language
from portal.core.models.frame import frame_for
from portal.core.queries import listed
from portal.core.web.etags import public_for
from projects.models import ElementIndexPage, ElementPage
from projects.modeltext.public.numbers import find_version
from projects.modeltext.public.pages import show
from projects.modeltext.queries import published


@public_for(0)
def worksheet(request: HttpRequest) -> HttpResponse:
    """A sheet to print for a workshop: the steps, and the guiding questions of the elements with room to write.

    ``?element=`` chooses one element by its number.
    """
    language = active_language()
    frame = frame_for(language)
    in_force = [entry["key"] for entry in frame.current_elements]
    pages = listed(ElementPage.objects.filter(translation_key__in=in_force), language).order_by("number", "pk")
    elements = [page for page in pages if page.guiding_questions]
    chosen = [page for page in elements if str(page.number) == request.GET.get("element")]
    model = listed(ElementIndexPage.objects.all(), language).first()
    context = {"elements": chosen or elements, "is_part": bool(chosen), "model": model}
    return show(request, "worksheet.html", context, frame)


@require_safe
def moved(request: HttpRequest, rest: str = "") -> HttpResponse:
    """From the address that the overview of elements had, and those below it, to the page of the model.

    ``?version=`` named a whole version of the model; these have addresses of their own now.
    """
    section = frame_for(active_language()).section("projects.elementindexpage")
    if section is None:
        raise Http404
    query = request.GET.copy()
    asked = query.pop("version", [""])[-1]
    if not rest and (found := find_version(list(published()), asked)):
        return HttpResponsePermanentRedirect(reverse("model_version", args=[found.number]))
    left = f"?{query.urlencode()}" if query else ""
    return HttpResponsePermanentRedirect(iri_to_uri(f"{section['url']}{rest}") + left)
