"""Wagtail hooks of the dialogue: the list "Input", the desk of each occasion, the approval of comment statements."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, modeladmin_register

from events.dialogue.desk import board, contributions, grouping_file, importing, overview, queue, replies
from events.dialogue.desk.panel import panel_rows
from events.dialogue.enums import ContributionState, OccasionKind
from events.dialogue.live import admin_urls as live
from events.dialogue.models import Occasion
from events.dialogue.moderation.queries import WAITING
from events.dialogue.rights import readable_occasions, reads_all
from events.dialogue.statements import admin_views as statement_views
from events.models import Event, EventPage
from partners.teams.ownership import acts_for_all, organisation_ids
from portal.core.types import AnyUser


class InputPermissions(PermissionHelper):
    """Teams, the secretariat and editors of the model see the list; nobody edits an occasion here: pages bring it."""

    def user_can_list(self, user: AnyUser) -> bool:
        """Whether there can be any occasion to see."""
        return reads_all(user) or bool(organisation_ids(user))

    def user_has_any_permissions(self, user: AnyUser) -> bool:
        """As the list."""
        return self.user_can_list(user)

    def user_can_create(self, user: AnyUser) -> bool:
        """Occasions come from pages."""
        return False

    def user_can_inspect_obj(self, user: AnyUser, obj: object) -> bool:
        """The desk shows more."""
        return False

    def user_can_edit_obj(self, user: AnyUser, obj: object) -> bool:
        """Facts come from pages."""
        return False

    def user_can_delete_obj(self, user: AnyUser, obj: object) -> bool:
        """Contributions keep their occasion."""
        return False


class InputDesk(ModelAdmin):
    """The list of occasions for input whose desk the user may open."""

    model = Occasion
    menu_label = _("Input")
    menu_icon = "comment"
    menu_order = 225
    base_url_path = "occasions"
    index_template_name = "dialogue/desk/occasions.html"
    permission_helper_class = InputPermissions
    history_view_enabled = False
    list_display = ("desk_link", "kind_of", "state_now", "shown", "waiting")
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Occasion]:
        """Own occasions with their numbers, the latest first."""
        counted = {
            "number": Count("contributions", Q(contributions__state=ContributionState.PUBLISHED)),
            "waits": Count("contributions", Q(contributions__state__in=WAITING)),
        }
        return readable_occasions(request.user).annotate(**counted).order_by("-takes_input", "-pk")

    def get_extra_attrs_for_row(self, obj: object, context: object) -> dict[str, object]:
        """None: rows have no edit view to lead to."""
        return {}

    def desk_link(self, occasion: Occasion) -> SafeString:
        """Title, leading to the desk."""
        return format_html('<a href="{}">{}</a>', reverse("dialogue_overview", args=[occasion.pk]), occasion.title)

    desk_link.short_description = _("Occasion")  # type: ignore[attr-defined]

    def kind_of(self, occasion: Occasion) -> str:
        """Workshop or consultation."""
        return str(OccasionKind(occasion.kind).label)

    kind_of.short_description = _("Kind")  # type: ignore[attr-defined]

    def state_now(self, occasion: Occasion) -> str:
        """Where it stands."""
        return str(occasion.state(timezone.now()).label)

    state_now.short_description = _("State")  # type: ignore[attr-defined]

    def shown(self, occasion: Any) -> int:
        """How many contributions everybody can read."""
        return int(occasion.number)

    shown.short_description = pgettext_lazy("number of contributions", "Shown")  # type: ignore[attr-defined]

    def waiting(self, occasion: Any) -> int:
        """How many wait to be read."""
        return int(occasion.waits)

    waiting.short_description = pgettext_lazy("number of contributions", "Waiting")  # type: ignore[attr-defined]


modeladmin_register(InputDesk)


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern | URLResolver]:
    """The desk of one occasion, or of the standing questions."""
    one = [
        path("", overview.overview, name="dialogue_overview"),
        path("room/", overview.settings_of_room, name="dialogue_room"),
        path("report/", overview.write_report, name="dialogue_report"),
        path("log/", overview.log, name="dialogue_log"),
        path("import/", importing.import_page, name="dialogue_import"),
        path("queue/", queue.queue, name="dialogue_queue"),
        path("contributions/", contributions.contributions, name="dialogue_contributions"),
        path("contributions/export.csv", contributions.export, {"file_format": "csv"}, name="dialogue_csv"),
        path("contributions/export.xlsx", contributions.export, {"file_format": "xlsx"}, name="dialogue_xlsx"),
        path("contributions/translate/", contributions.translate, name="dialogue_translate"),
        path("contributions/<int:contribution_id>/", contributions.contribution, name="dialogue_contribution"),
        path("contributions/<int:contribution_id>/decide/", queue.decide, name="dialogue_decide"),
        path(
            "contributions/<int:contribution_id>/reply/",
            replies.reply_to_contribution,
            name="dialogue_reply_contribution",
        ),
        path(
            "contributions/<int:contribution_id>/<slug:language>/",
            contributions.rendering,
            name="dialogue_rendering",
        ),
        path("themes/", board.board, name="dialogue_board"),
        path("themes/import/", grouping_file.grouping_page, name="dialogue_grouping"),
        path("themes/group/", board.group, name="dialogue_group"),
        path("themes/new/", board.new_theme, name="dialogue_new_theme"),
        path("themes/suggested/", board.accept_suggestion, name="dialogue_suggested"),
        path("themes/proposals/", board.proposals, name="dialogue_proposals"),
        path("themes/<int:theme_id>/", board.theme, name="dialogue_theme"),
        path("replies/", replies.replies, name="dialogue_replies"),
        path("replies/<int:theme_id>/", replies.reply_to_theme, name="dialogue_reply_theme"),
    ]
    return [path("input/<slug:occasion_id>/", include(one))]


class InputPanel(Component):
    """A card of the dashboard: what waits, what waits for too long, which report is due."""

    name, order = "input", 125
    template_name = "dialogue/desk/panel.html"

    def __init__(self, user: AnyUser) -> None:
        self.user = user

    def get_context_data(self, parent_context: object) -> dict[str, object]:
        """Adds ``rows``, one for each place with something to do."""
        return {"rows": panel_rows(self.user, timezone.now())}


@hooks.register("construct_homepage_panels")
def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    """A card of the dashboard for whoever has an occasion."""
    if acts_for_all(request.user) or organisation_ids(request.user):
        panels.append(InputPanel(request.user))


@hooks.register("register_admin_urls")
def statement_urls() -> list[URLPattern | URLResolver]:
    """Comment statements of one event."""
    return [path("desk/<int:event_id>/statements/", statement_views.statements, name="dialogue_statements")]


@hooks.register("register_admin_urls")
def live_urls() -> list[URLPattern]:
    """The facilitator's page of a live room."""
    return [*live.urlpatterns]


@hooks.register("register_page_header_buttons")
def statements_button(page: Page, user: AnyUser, **kwargs: object) -> Iterator[Button]:
    """From an event's page to the approval of its comment statements."""
    if not issubclass(page.specific_class, EventPage) or not page.permissions_for_user(user).can_edit():
        return
    event = Event.objects.filter(translation_key=page.translation_key).first()
    if event is not None:
        url = reverse("dialogue_statements", args=[event.pk])
        yield Button(_("Approval of comment statements"), url, icon_name="openquote", priority=65)
