"""The showcase of all case studies."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from portal.core.models import BasePage


class CaseLibraryPage(BasePage):
    """The showcase: all case studies with filters, as list and on a map."""

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["projects.CaseStudyPage", "projects.CollectionPage"]
    content_panels = [*Page.content_panels, FieldPanel("summary")]
    translatable_fields = BasePage.base_translatable_fields

    class Meta:
        verbose_name = _("case library")
        verbose_name_plural = _("case libraries")
