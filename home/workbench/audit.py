"""Audit log report: who did what and when, of the whole portal, of one organisation, or of one page."""

from typing import Any

import django_filters
from django.db.models import IntegerField, QuerySet, Value
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.reports.audit_logging import LogEntriesView, SiteHistoryReportFilterSet
from wagtail.log_actions import registry as log_action_registry
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from partners.models import Organisation
from partners.teams.ownership import acts_for_all, own_organisations, owned_models

TEAM_ACTIONS = ("portal.invite", "portal.remove_from_team")


def _visible(request: HttpRequest) -> QuerySet[Organisation]:
    """Organisations whose deeds the user may ask for."""
    if acts_for_all(request.user):
        return Organisation.objects.all()
    return own_organisations(request.user)


class AuditFilter(SiteHistoryReportFilterSet):
    """Wagtail's filter, by organisation and by page too."""

    organisation = django_filters.ModelChoiceFilter(
        label=_("Organisation"), queryset=_visible, method="filter_organisation"
    )
    page = django_filters.NumberFilter(label=_("Number of the page"), method="filter_page")

    def filter_organisation(self, entries: Any, name: str, organisation: Organisation) -> Any:
        """What was done to the pages of ``organisation``, and to its team."""
        if entries.model is not PageLogEntry:
            return entries.filter(data__name=organisation.name)
        pages = [
            model.objects.filter(organisation=organisation).order_by().values("page_ptr") for model in owned_models()
        ]
        return entries.filter(page__in=pages[0].union(*pages[1:]).values_list("page_ptr", flat=True))

    def filter_page(self, entries: Any, name: str, number: Any) -> Any:
        """What was done to one page in all its languages."""
        if entries.model is not PageLogEntry:
            return entries.none()
        keys = Page.objects.filter(pk=int(number)).values("translation_key")
        return entries.filter(page__in=Page.objects.filter(translation_key__in=keys).order_by().values("pk"))

    class Meta(SiteHistoryReportFilterSet.Meta):
        """Nothing but what is declared."""


class AuditView(LogEntriesView):
    """Takes the place of Wagtail's site history. Its files name people without their addresses."""

    page_title = _("Who did what")
    index_url_name, index_results_url_name = "home_audit", "home_audit_results"
    filterset_class = AuditFilter

    def get_filtered_queryset(self) -> Any:
        """As Wagtail's; the secretariat, which makes the teams, also sees who was invited and removed."""
        self.log_models = list(log_action_registry.get_log_entry_models())
        parts = []
        for number, model in enumerate(self.log_models):
            entries = model.objects.viewable_by_user(self.request.user)
            if model is ModelLogEntry and acts_for_all(self.request.user):
                entries = entries | model.objects.filter(action__in=TEAM_ACTIONS)
            numbered = entries.values("pk", "timestamp").annotate(
                log_model_index=Value(number, output_field=IntegerField())
            )
            parts.append(self.filter_queryset(numbered).order_by())
        return parts[0].union(*parts[1:], all=True).order_by("-timestamp")

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """Names instead of email addresses, of whoever acted and of whoever was invited."""
        row = super().to_row_dict(item)
        for column in ("user_display_name", "label"):
            if column != "label" or item.content_type.model == "user":
                row[column] = str(row[column]).partition("@")[0]
        return row
