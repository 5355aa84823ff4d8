"""Wagtail hooks of the search: its report in the admin, and a panel of the dashboard."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from search.statistics import views
from search.statistics.report import searches

#: Lines of the card on the dashboard.
MOST = 5


class ReportItem(MenuItem):
    """The report, for those who may change the glossary."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person at the admin may read it."""
        return bool(request.user.has_perm(views.PERMISSION))


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern | URLResolver]:
    """The report and the form for a synonym."""
    return [
        path("searches/", views.report, name="search_report"),
        path("searches/synonym/", views.synonym, name="search_synonym"),
    ]


@hooks.register("register_reports_menu_item")
def register_report() -> MenuItem:
    """Beside Wagtail's own reports."""
    return ReportItem(_("Searches of visitors"), reverse("search_report"), icon_name="search", order=900)


class NothingFoundPanel(Component):
    """Searches that found nothing, for those who can do something about it."""

    name, order = "nothing_found", 160
    template_name = "search/admin/nothing_found_panel.html"

    def get_context_data(self, parent_context: object) -> dict[str, object]:
        """Adds ``searches``, the most frequent first."""
        return {"searches": list(searches().filter(best=0).order_by("-asked", "query")[:MOST])}


@hooks.register("construct_homepage_panels")
def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    """A card of the dashboard for whoever may read the report."""
    if request.user.has_perm(views.PERMISSION):
        panels.append(NothingFoundPanel())
