"""Wagtail hooks of the registration desk: a snippet view set of events, and a desk for each."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, modeladmin_register

from events.dates.texts import event_text
from events.desk import views
from events.desk.actions import events_of
from events.enums import RegistrationState
from events.models import Event
from events.wizard.preview import EventPreview
from events.wizard.views import EventWizard, who_is_here
from partners.teams.ownership import acts_for_all, organisation_ids
from portal.core.i18n.languages import active_language
from portal.core.types import AnyUser


class DeskPermissions(PermissionHelper):
    """Teams and the secretariat see the list; nobody edits an event here, since pages bring the facts."""

    def user_can_list(self, user: AnyUser) -> bool:
        """Whether there can be any event to see."""
        return acts_for_all(user) or bool(organisation_ids(user))

    def user_has_any_permissions(self, user: AnyUser) -> bool:
        """As the list."""
        return self.user_can_list(user)

    def user_can_create(self, user: object) -> bool:
        """Events come from pages."""
        return False

    def user_can_inspect_obj(self, user: object, obj: object) -> bool:
        """The desk shows more."""
        return False

    def user_can_edit_obj(self, user: object, obj: object) -> bool:
        """Facts come from pages."""
        return False

    def user_can_delete_obj(self, user: object, obj: object) -> bool:
        """Registrations keep their event."""
        return False


class EventDesk(ModelAdmin):
    """The list of events whose people the user may see."""

    model = Event
    menu_label = _("Registrations")
    menu_icon = "group"
    menu_order = 220
    base_url_path = "registrations"
    permission_helper_class = DeskPermissions
    history_view_enabled = False
    list_display = ("desk_link", "when", "status", "confirmed", "waiting")
    list_filter = ("status", "takes_registrations")
    search_fields = ("texts__title",)
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        """Own events with their numbers, those that take registrations first."""
        counted = {
            "people": Count("registrations", Q(registrations__state=RegistrationState.CONFIRMED), distinct=True),
            "queue": Count("registrations", Q(registrations__state=RegistrationState.WAITING), distinct=True),
        }
        events = events_of(request.user).annotate(**counted).prefetch_related("texts")
        return events.order_by("-takes_registrations", "-starts_at")

    @staticmethod
    def _link(event: Event) -> str:
        return reverse("registration_desk", args=[event.pk])

    def desk_link(self, event: Event) -> SafeString:
        """Title, leading to the desk."""
        return format_html('<a href="{}">{}</a>', self._link(event), event.title)

    desk_link.short_description = _("Event")  # type: ignore[attr-defined]

    def when(self, event: Event) -> str:
        """Time on the clock of the event."""
        return event_text(event, active_language())

    when.short_description = _("Time")  # type: ignore[attr-defined]

    def confirmed(self, event: Any) -> int:
        """How many are registered."""
        return int(event.people)

    confirmed.short_description = _("Registered")  # type: ignore[attr-defined]

    def waiting(self, event: Any) -> int:
        """How many wait."""
        return int(event.queue)

    waiting.short_description = _("Waiting")  # type: ignore[attr-defined]


modeladmin_register(EventDesk)


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern | URLResolver]:
    """The desk of one event."""
    one = [
        path("", views.people, name="registration_desk"),
        path("arrivals/", views.mark_arrivals, name="registration_arrivals"),
        path("print/", views.print_people, name="registration_print"),
        path("add/", views.add, name="registration_add"),
        path("links/", views.links, name="registration_links"),
        path("message/", views.message, name="registration_message"),
        path("acknowledge/", views.acknowledge, name="registration_acknowledge"),
        path("mend-mail/", views.mend_mail, name="registration_mend_mail"),
        path("clear-queue/", views.clear_queue, name="registration_clear_queue"),
        path("export.csv", views.export, {"file_format": "csv"}, name="registration_csv"),
        path("export.xlsx", views.export, {"file_format": "xlsx"}, name="registration_xlsx"),
        path("<int:registration_id>/", views.person, name="registration_person"),
    ]
    return [path("desk/<int:event_id>/", include(one))]


@hooks.register("register_admin_urls")
def wizard_urls() -> list[URLPattern | URLResolver]:
    """The event wizard: a new announcement, one that was begun, and its previews."""
    return [
        path("announce/<slug:step>/", EventWizard.as_view(), name="events_wizard_new"),
        path("announce/<int:draft_id>/<slug:step>/", EventWizard.as_view(), name="events_wizard"),
        path("announce/<int:draft_id>/here/<int:session_id>/", who_is_here, name="events_wizard_here"),
        path("announce/<int:draft_id>/preview/<slug:kind>/", EventPreview.as_view(), name="events_wizard_preview"),
    ]


@hooks.register("register_admin_menu_item")
def wizard_menu_item() -> MenuItem:
    """The event wizard in the main menu, by a name that is short enough for it."""
    url = reverse_lazy("events_wizard_new", args=["what"])
    return MenuItem(_("New event"), url, icon_name="date", order=121)
