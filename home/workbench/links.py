"""Broken links in the admin."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from partners.permissions import acts_for_all, own_pages
from portal.models import ExternalLink


def broken_links(user: Any) -> QuerySet[ExternalLink]:
    """Links that do not work any more on pages that ``user`` looks after, with these pages."""
    pages = Page.objects.all() if acts_for_all(user) else Page.objects.filter(own_pages(user))
    links = ExternalLink.objects.filter(ExternalLink.broken(), pages__in=pages.order_by().values("pk")).distinct()
    return links.order_by("-failures", "url").prefetch_related(
        Prefetch("pages", pages.order_by("title"), to_attr="own")
    )


class BrokenLinksView(ReportView):
    """Every broken link with the pages that hold it."""

    page_title = _("Broken links")
    header_icon = "link-external"
    index_url_name = "home_links"
    index_results_url_name = "home_links_results"
    results_template_name = "home/workbench/links_results.html"
    export_headings = {
        "url": _("Address"),
        "status": _("Answer"),
        "failures": _("Failures in a row"),
        "checked_at": _("Last checked"),
    }
    list_export = list(export_headings)
    is_searchable = False

    def get_queryset(self) -> QuerySet[ExternalLink]:
        """What the user looks after."""
        return broken_links(self.request.user)
