"""What a case of the wizard will look like, before anything of it is stored; and the map that is clicked."""

from functools import cache
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.core.pictures.social import draw
from portal.core.pictures.tasks import card_of
from projects.map.projection import HEIGHT, INSET, WIDTH
from projects.models import CaseLibraryPage
from projects.wizard.views import CaseWizard

OUTLINE = Path(__file__).resolve().parents[1] / "static" / "projects" / "nordic.svg"
_MARKER = (
    '<circle r="15" fill="none" stroke="#10242a" stroke-width="2"/>'
    '<circle r="7" fill="#a8322a" stroke="#fbfcfb" stroke-width="2"/>'
)


class CasePreview(CaseWizard):
    """The answers so far as ``page``, as ``card`` of lists, or as ``social`` card."""

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        """As the last step of the wizard, with its rights."""
        super().setup(request, *args, **{**kwargs, "step": "check"})

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """The preview; a title is all it needs.

        Raises:
            Http404: there is no title yet, or no preview of that kind.
        """
        kind = self.kwargs["kind"]
        if not self.said.get("title") or kind not in {"page", "card", "social"}:
            raise Http404
        case = self.build()
        library = CaseLibraryPage.objects.get(locale=case.locale)
        # Templates ask for the way up to the home page.
        case.path, case.depth = CaseLibraryPage._get_children_path_interval(library.path)[1], library.depth + 1
        case.set_url_path(library)
        if kind == "social":
            return HttpResponse(draw(card_of(case)), content_type="image/png")
        # As in the editor's panel: without Wagtail's buttons over the page.
        panel = {"in_preview_panel": True}
        answer: HttpResponse = case.make_preview_request(request, "card" if kind == "card" else "", panel)
        return answer

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Nothing is made here."""
        return self.http_method_not_allowed(request)


@never_cache
@require_safe
def map_picture(request: HttpRequest) -> HttpResponse:
    """The map of the Nordic countries as a picture, with a marker at ``?x=&y=`` if both are there."""
    x, y = (request.GET.get(axis, "") for axis in "xy")
    found = x.isdecimal() and y.isdecimal() and len(x) < 4 and len(y) < 4
    place = f'<g transform="translate({x} {y})">{_MARKER}</g>' if found else ""
    return HttpResponse(_ground().replace("</svg>", f"{place}</svg>"), content_type="image/svg+xml")


@cache
def _ground() -> str:
    """The outline in colours of its own: a picture has none of the page's."""
    left, top, width, height = INSET
    frame = f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="none" stroke="#7f9094"/>'
    sea = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#dbe5e6"/>'
    text = OUTLINE.read_text(encoding="utf-8").strip()
    size = f'<svg width="{WIDTH}" height="{HEIGHT}" '
    land = '<g fill="#fbfcfb" stroke="#5c7076" stroke-width="0.7" stroke-linejoin="round">'
    return text.replace("<svg ", size, 1).replace('<g id="land">', sea + land, 1).replace("</svg>", f"{frame}</svg>")
