"""What the templates of case studies need."""

from django import template
from django.http import HttpRequest

from portal.frame import Frame
from projects.filters import CaseFilters
from projects.models import CaseStudyPage
from projects.queries import with_elements

register = template.Library()


@register.simple_tag
def attach_elements(cases: list[CaseStudyPage], frame: Frame) -> list[CaseStudyPage]:
    """Give ``cases`` their elements, with one query for all."""
    return with_elements(cases, frame)


@register.simple_tag(takes_context=True)
def library_view(context: template.Context) -> str:
    """``map`` or ``list``: how the visitor wants to see the library."""
    request: HttpRequest = context["request"]
    return "map" if request.GET.get("view") == "map" else "list"


@register.simple_tag
def view_address(filters: CaseFilters, view: str = "", clear: bool = False) -> str:
    """Query string that shows the same cases (all of them with ``clear``) as ``view``."""
    kept = CaseFilters() if clear else filters
    return kept.address(view=view) if view == "map" else kept.address()
