"""The showcase of all case studies."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from portal.models import BasePage


class CaseLibraryPage(BasePage):
    """The showcase: all case studies with filters, as list and on a map."""

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["projects.CaseStudyPage"]
    content_panels = [*Page.content_panels, FieldPanel("summary")]
    translatable_fields = BasePage.base_translatable_fields

    class Meta:
        verbose_name = _("case library")
        verbose_name_plural = _("case libraries")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds ``library``: the found cases, their facets and the chosen filters; see ``projects.library``."""
        from projects.filters import CaseFilters  # noqa: PLC0415 (reads models)
        from projects.library import find_cases  # noqa: PLC0415

        context = super().get_context(request, *args, **kwargs)
        filters = CaseFilters.from_query(request.GET)
        return {
            **context,
            "library": find_cases(filters, self.locale_code, context["frame"], request.GET.get("page", "1")),
        }
