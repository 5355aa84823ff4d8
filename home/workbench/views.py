"""View of the translation matrix in the admin."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from home.workbench.filters import MatrixFilter
from home.workbench.matrix import matrix, originals, progress
from partners.teams.ownership import acts_for_all
from portal.core.i18n.locales import language_name
from portal.editing.admin_views import AdminView


class MatrixView(AdminView, TemplateView):
    """Pages as rows, languages as columns; every cell leads to the sentence to translate."""

    template_name = "home/workbench/matrix.html"
    page_title = _("Pages and languages")
    header_icon = "globe"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Adds ``rows`` (a page of them), ``languages``, ``progress`` of the filtered pages and the filter ``form``."""
        form = MatrixFilter(self.request.GET, central=acts_for_all(self.request.user))
        rows = form.apply(originals(self.request.user))
        query = self.request.GET.copy()
        query.pop("p", None)
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "rows": matrix(rows, self.request.GET.get("p", "1")),
            "progress": progress(rows),
            "languages": [(code, language_name(code)) for code, _name in settings.LANGUAGES],
            "query": query.urlencode(),
        }
