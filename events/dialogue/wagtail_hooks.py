"""Wagtail hooks of the dialogue: the desk of input, and the approval of comment statements."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from events.dialogue.live import admin_urls as live
from events.dialogue.statements import admin_views as statement_views
from events.models import Event, EventPage
from portal.core.types import AnyUser


@hooks.register("register_admin_urls")
def statement_urls() -> list[Any]:
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
