"""Wagtail hooks of this room: what it adds to the admin, and what it hides from members of other teams."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import BaseLogEntry, Page

from partners.teams import localize_views
from partners.teams.ownership import acts_for_all, choosable
from partners.teams.views import TeamsView, TeamView
from partners.translators import asking
from partners.translators.panels import RequestsPanel
from partners.translators.views import AskForTranslationView, RequestsView
from portal.core.i18n.locales import language_name


@hooks.register("register_admin_urls")
def team_urls() -> list[URLPattern | URLResolver]:
    """Teams, for the secretariat."""
    return [
        path("teams/", TeamsView.as_view(), name="partners_teams"),
        path("teams/<int:organisation_id>/", TeamView.as_view(), name="partners_team"),
    ]


@hooks.register("register_admin_urls")
def translator_urls() -> list[URLPattern | URLResolver]:
    """What partners ask each other to translate."""
    return [
        path("translations/requests/", RequestsView.as_view(), name="partners_requests"),
        path("translations/ask/<int:page_id>/<str:language>/", AskForTranslationView.as_view(), name="partners_ask"),
    ]


@hooks.register("construct_homepage_panels")
def requests_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Requests for translations on the dashboard."""
    panels.append(RequestsPanel(request))


# Before wagtail-localize's own, so that these are found first.
hooks.register("register_admin_urls", localize_views.urls, order=-10)


class TeamsMenuItem(MenuItem):
    """Shown to the secretariat."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user acts for every organisation."""
        return acts_for_all(request.user)


@hooks.register("register_admin_menu_item")
def teams_menu_item() -> MenuItem:
    """Teams in the main menu."""
    return TeamsMenuItem(gettext_lazy("Teams"), reverse("partners_teams"), name="teams", icon_name="group", order=310)


@hooks.register("construct_page_chooser_queryset")
def choose_public_or_own(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Drafts of other organisations have no place in a chooser."""
    if acts_for_all(request.user):
        return pages
    return pages.filter(choosable(request.user))


@hooks.register("register_log_actions")
def team_log_actions(actions: LogActionRegistry) -> None:
    """What the log calls changes of a team."""

    @actions.register_action("portal.invite")
    class Invited(LogFormatter):
        label = gettext_lazy("Invite editor")

        def format_message(self, entry: Any) -> str:
            return _("Invited to the team of %(name)s.") % {"name": entry.data["name"]}

    @actions.register_action("portal.remove_from_team")
    class Removed(LogFormatter):
        label = gettext_lazy("Remove editor from team")

        def format_message(self, entry: Any) -> str:
            return _("Removed from the team of %(name)s.") % {"name": entry.data["name"]}


class LanguageFormatter(LogFormatter):
    """An entry about a page in one language, which its label names."""

    def format_message(self, entry: BaseLogEntry) -> str:
        """The language."""
        return _("Language: %(name)s.") % {"name": language_name(entry.data["language"])}


@hooks.register("register_log_actions")
def translator_log_actions(actions: LogActionRegistry) -> None:
    """What the log calls the way of a request for a translation."""
    for action, said in (
        (asking.ASKED, gettext_lazy("Ask for a translation")),
        (asking.TAKEN, gettext_lazy("Take a translation")),
        (asking.GIVEN_BACK, gettext_lazy("Give a translation back")),
        (asking.ENDED, gettext_lazy("End a request for a translation")),
    ):
        actions.register_action(action)(type("Formatter", (LanguageFormatter,), {"label": said}))
    actions.register_action(
        "portal.serve_languages",
        gettext_lazy("Change languages"),
        gettext_lazy("Changed the languages that a team serves."),
    )
