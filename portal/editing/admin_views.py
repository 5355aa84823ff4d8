"""Base view of the portal's own pages in Wagtail's admin, with their breadcrumbs."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page

#: Entry of the breadcrumbs, as Wagtail shows it.
Crumb = dict[str, object]


class AdminView(WagtailAdminTemplateMixin):
    """A page of the admin; its breadcrumbs lead from the dashboard by what stands ``above`` to itself."""

    def above(self) -> list[Crumb]:
        """What stands between the dashboard and this page."""
        return []

    def get_breadcrumbs_items(self) -> list[Crumb]:
        """The dashboard, what stands between, and this page."""
        return [*super().get_breadcrumbs_items(), *self.above(), {"url": "", "label": self.get_page_title()}]


def editor_crumb(page: Page) -> Crumb:
    """The editor of ``page``, by its title."""
    return {"url": reverse("wagtailadmin_pages:edit", args=[page.pk]), "label": page.get_admin_display_title()}


def languages_crumb(page: Page) -> Crumb:
    """The list of the languages of ``page``."""
    return {"url": reverse("portal_languages", args=[page.pk]), "label": _("Languages")}
