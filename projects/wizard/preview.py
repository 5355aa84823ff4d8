"""What a case of the wizard will look like, before anything of it is stored; and the map that is clicked."""

from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.editing.wizard.preview import WizardPreview, put_below
from projects.map.projection import HEIGHT, INSET, WIDTH
from projects.models import CaseLibraryPage, CaseStudyPage
from projects.wizard.views import CaseWizard

OUTLINE = Path(__file__).resolve().parents[1] / "static" / "projects" / "nordic.svg"
_MARKER = (
    '<circle r="15" fill="none" stroke="#10242a" stroke-width="2"/>'
    '<circle r="7" fill="#a8322a" stroke="#fbfcfb" stroke-width="2"/>'
)


class CasePreview(WizardPreview, CaseWizard):
    """The case as a page, as a card of lists, or as the card that is shared."""

    def build(self) -> CaseStudyPage:
        """Below the library of its language."""
        case = self.build_case()
        put_below(case, CaseLibraryPage.objects.get(locale=case.locale))
        return case


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
