"""Wagtail hooks of the workbench: dashboard, translation matrix, reports."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import (
    LockedPagesPanel,
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from home.workbench import dashboard
from home.workbench.audit import AuditView
from home.workbench.broken_links import BrokenLinksView
from home.workbench.coverage import ContentView, CoverageView, StaleView
from home.workbench.inventory import InventoryView
from home.workbench.together_views import TogetherView
from home.workbench.views import MatrixView
from portal.core.types import AnyUser

REPORTS: dict[str, Any] = {
    "links": BrokenLinksView,
    "audit": AuditView,
    "content": InventoryView,
    "coverage": CoverageView,
    "progress": ContentView,
    "stale": StaleView,
}
PANELS = (
    dashboard.StartPanel,
    dashboard.ProgressPanel,
    dashboard.TranslatePanel,
    dashboard.RegistrationsPanel,
    dashboard.StalePanel,
    dashboard.LinksPanel,
)
#: Names of Wagtail's entries in the menus of reports and help that the portal's own take the place of.
STOCK_REPORTS = {"site-history", "aging-pages", "page-types-usage"}
STOCK_HELP = ("whats-new-in-wagtail", "editor-guide")
#: Wagtail's cards whose place the worklist takes: they cost queries for every page.
REPLACED = (
    WorkflowObjectsToModeratePanel,
    UserObjectsInWorkflowModerationPanel,
    RecentEditsPanel,
    LockedPagesPanel,
)


@hooks.register("register_admin_urls")
def workbench_urls() -> list[URLPattern | URLResolver]:
    """The matrix, what is published together, and reports."""
    return [
        path("pages-and-languages/", MatrixView.as_view(), name="home_matrix"),
        path("together/<int:page_id>/", TogetherView.as_view(), name="home_together"),
        *(path(f"reports/{name}/", view.as_view(), name=f"home_{name}") for name, view in REPORTS.items()),
        *(
            path(f"reports/{name}/results/", view.as_view(results_only=True), name=f"home_{name}_results")
            for name, view in REPORTS.items()
        ),
    ]


@hooks.register("register_page_header_buttons")
def audit_button(page: Page, user: AnyUser, **kwargs: object) -> Iterator[Button]:
    """From every page to what was done to it, in all its languages."""
    if not page.is_root() and page.permissions_for_user(user).can_edit():
        address = f"{reverse('home_audit')}?page={page.pk}"
        yield Button(_("Who did what"), address, icon_name="history", priority=60)


@hooks.register("register_admin_menu_item")
def matrix_menu_item() -> MenuItem:
    """Pages and languages, in the main menu."""
    return MenuItem(_("Languages"), reverse("home_matrix"), name="matrix", icon_name="globe", order=150)


@hooks.register("construct_homepage_panels")
def dashboard_panels(request: HttpRequest, panels: list[Component]) -> None:
    """Own cards beside Wagtail's and those of other rooms; each has its place by its ``order``."""
    panels[:] = [panel for panel in panels if not isinstance(panel, REPLACED)]
    panels += [panel(request.user) for panel in PANELS]


@hooks.register("construct_homepage_summary_items", order=1000)
def no_summary(request: HttpRequest, items: list[Component]) -> None:
    """How many pictures the whole portal has is nobody's question in the morning."""
    items.clear()


@hooks.register("construct_reports_menu", order=1000)
def own_reports(request: HttpRequest, items: list[MenuItem]) -> None:
    """Without reports of Wagtail's that own ones say better, or that answer for administrators alone."""
    localize = reverse("wagtail_localize:translations_report")
    items[:] = [item for item in items if item.name not in STOCK_REPORTS and item.url != localize]


@hooks.register("construct_help_menu", order=1000)
def own_help(request: HttpRequest, items: list[MenuItem]) -> None:
    """The portal's own guide, without Wagtail's release notes and its guide to another admin."""
    items[:] = [item for item in items if not item.name.startswith(STOCK_HELP)]


def _report_menu_item(name: str, order: int) -> MenuItem:
    view = REPORTS[name]
    return MenuItem(view.page_title, reverse_lazy(f"home_{name}"), icon_name=view.header_icon, order=order)


for _order, _report in enumerate(("progress", "content", "coverage", "stale", "links", "audit")):
    hooks.register("register_reports_menu_item", partial(_report_menu_item, _report, 100 + _order))
