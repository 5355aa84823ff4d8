"""Signal receivers: questions and occasions follow the pages that ask."""

from typing import Any, cast

from django.db.models.signals import post_delete
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from events.dialogue.asking import publish, withdraw
from events.dialogue.models import ReportPage
from events.dialogue.reports.publishing import freeze, take_back
from events.models.asking import AsksForInput
from portal.core.models import BasePage


def on_published(sender: type, instance: Page, **kwargs: object) -> None:
    """A page was published."""
    if isinstance(instance, ReportPage):
        freeze(instance, getattr(kwargs.get("revision"), "user", None))
    elif isinstance(instance, BasePage):
        publish(instance)


def on_withdrawn(sender: type, instance: Page, **kwargs: object) -> None:
    """A page went offline or was deleted."""
    if isinstance(instance, ReportPage):
        take_back(instance)
    elif isinstance(instance, BasePage):
        withdraw(instance)


def on_moved(sender: type, instance: Page, **kwargs: object) -> None:
    """A page has a new address."""
    page: Any = instance.specific
    if page.live and isinstance(page, AsksForInput):
        publish(cast("BasePage", page))


def connect_receivers() -> None:
    """Connect the receivers; called when the app is ready, after those of the events whose rows are needed here."""
    page_published.connect(on_published, dispatch_uid="dialogue-published")
    page_unpublished.connect(on_withdrawn, dispatch_uid="dialogue-unpublished")
    post_delete.connect(on_withdrawn, dispatch_uid="dialogue-deleted")
    post_page_move.connect(on_moved, dispatch_uid="dialogue-moved")
