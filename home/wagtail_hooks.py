"""What the admin shows of this room: the dashboard, the matrix of languages, reports."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel

from home.workbench import dashboard
from home.workbench.links import BrokenLinksView
from home.workbench.views import MatrixView

PANELS = (
    dashboard.ReviewPanel,
    dashboard.SubmittedPanel,
    dashboard.ProgressPanel,
    dashboard.TranslatePanel,
    dashboard.RegistrationsPanel,
    dashboard.StalePanel,
)


@hooks.register("register_admin_urls")
def workbench_urls() -> list[Any]:
    """The matrix, and reports."""
    return [
        path("pages-and-languages/", MatrixView.as_view(), name="home_matrix"),
        path("reports/links/", BrokenLinksView.as_view(), name="home_links"),
        path("reports/links/results/", BrokenLinksView.as_view(results_only=True), name="home_links_results"),
    ]


@hooks.register("register_admin_menu_item")
def matrix_menu_item() -> MenuItem:
    """Pages and languages, in the main menu."""
    return MenuItem(_("Languages"), reverse("home_matrix"), name="matrix", icon_name="globe", order=150)


@hooks.register("construct_homepage_panels")
def dashboard_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Own cards above Wagtail's lists of drafts; its lists of reviews are replaced."""
    replaced = (WorkflowObjectsToModeratePanel, UserObjectsInWorkflowModerationPanel)
    panels[:] = [panel for panel in panels if not isinstance(panel, replaced)]
    panels += [panel(request.user) for panel in PANELS]
    panels.sort(key=lambda panel: panel.order)


@hooks.register("construct_homepage_summary_items", order=1000)
def no_summary(request: HttpRequest, items: list[Any]) -> None:
    """How many pictures the whole portal has is nobody's question in the morning."""
    items.clear()


@hooks.register("register_reports_menu_item")
def links_menu_item() -> MenuItem:
    """Broken links, among the reports."""
    return MenuItem(_("Broken links"), reverse("home_links"), icon_name="link-external", order=700)
