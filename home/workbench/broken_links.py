"""Report of broken external links in the admin."""

from django.conf import settings
from django.db.models import Count, Max, Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from partners.teams.ownership import acts_for_all, own_pages
from portal.core.types import AnyUser
from portal.editing.models import ExternalLink


def pages_of(user: AnyUser) -> QuerySet[Page]:
    """Pages that ``user`` looks after."""
    return Page.objects.all() if acts_for_all(user) else Page.objects.filter(own_pages(user))


def links_of(user: AnyUser) -> QuerySet[ExternalLink]:
    """Links to other sites on pages that ``user`` looks after."""
    return ExternalLink.objects.filter(pages__in=pages_of(user).order_by().values("pk")).distinct()


def broken_links(user: AnyUser) -> QuerySet[ExternalLink]:
    """Links that do not work any more on pages that ``user`` looks after, with these pages."""
    links = links_of(user).filter(ExternalLink.broken())
    return links.order_by("-failures", "url").prefetch_related(
        Prefetch("pages", pages_of(user).order_by("title"), to_attr="own")
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

    def get_context_data(self, *args: object, **kwargs: object) -> dict[str, object]:
        """Adds the figures of the link checker: whether it is on (``checked``), its ``last`` day, how many links."""
        known = links_of(self.request.user).filter(checked_at__isnull=False)
        seen = known.aggregate(last=Max("checked_at"), number=Count("pk", distinct=True))
        return {**super().get_context_data(*args, **kwargs), "checked": settings.CHECK_LINKS, **seen}

    def get_queryset(self) -> QuerySet[ExternalLink]:
        """What the user looks after."""
        return broken_links(self.request.user)
