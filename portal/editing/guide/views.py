"""The editors' guide as a page of the admin."""

from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.core.mail.sending import language_of
from portal.editing.guide.chapters import chapters, guide_language, render_guide


class GuideView(WagtailAdminTemplateMixin, TemplateView):
    """How to do it, in the best language for the reader."""

    template_name = "editing/guide.html"
    page_title = gettext_lazy("Editors' guide")
    header_icon = "help"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        """Home, and this page."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Adds ``guide``, its ``chapters`` (name, title) and its ``language``."""
        language = guide_language(language_of(self.request.user))
        shown = {"guide": render_guide(language), "chapters": chapters(language).items(), "language": language}
        return {**super().get_context_data(**kwargs), **shown}
