"""The editors' guide as a page of the admin."""

from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from portal.core.mail.sending import language_of
from portal.editing.admin_views import AdminView
from portal.editing.guide.chapters import chapters, guide_language, render_guide


class GuideView(AdminView, TemplateView):
    """How to do it, in the best language for the reader."""

    template_name = "editing/guide.html"
    page_title = gettext_lazy("Editors' guide")
    header_icon = "help"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Adds ``guide``, its ``chapters`` (name, title) and its ``language``."""
        language = guide_language(language_of(self.request.user))
        shown = {"guide": render_guide(language), "chapters": chapters(language).items(), "language": language}
        return {**super().get_context_data(**kwargs), **shown}
