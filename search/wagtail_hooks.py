"""What the admin shows of the search."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from search import admin_views


class ReportItem(MenuItem):
    """The report, for those who may change the glossary."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person at the admin may read it."""
        return bool(request.user.has_perm(admin_views.PERMISSION))


@hooks.register("register_admin_urls")
def register_addresses() -> list[Any]:
    """The report and the form for a synonym."""
    return [
        path("searches/", admin_views.report, name="search_report"),
        path("searches/synonym/", admin_views.synonym, name="search_synonym"),
    ]


@hooks.register("register_reports_menu_item")
def register_report() -> MenuItem:
    """Beside Wagtail's own reports."""
    return ReportItem(_("Searches of visitors"), reverse("search_report"), icon_name="search", order=900)
