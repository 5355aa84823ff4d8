"""Signal receivers: events follow their pages, and mails go with their registrations."""

from typing import Any

from django.db.models.signals import post_delete
from wagtail.signals import page_published, page_unpublished, post_page_move

from events.models import EventPage, Registration
from events.publishing import publish, withdraw
from portal.core.mail.outbox.queueing import forget


def on_published(sender: type, instance: Any, **kwargs: object) -> None:
    """A page was published."""
    publish(instance)


def on_withdrawn(sender: type, instance: Any, **kwargs: object) -> None:
    """A page went offline or was deleted."""
    withdraw(instance)


def on_moved(sender: type, instance: Any, **kwargs: object) -> None:
    """A page has a new address."""
    if instance.live:
        publish(instance)


def on_registration_deleted(sender: type, instance: Registration, **kwargs: object) -> None:
    """Nothing more is sent, and nothing about it is kept."""
    forget(Registration.ABOUT, [instance.pk])


def connect_receivers() -> None:
    """Connect the receivers; called when the app is ready."""
    page_published.connect(on_published, sender=EventPage, dispatch_uid="events-published")
    page_unpublished.connect(on_withdrawn, sender=EventPage, dispatch_uid="events-unpublished")
    post_delete.connect(on_withdrawn, sender=EventPage, dispatch_uid="events-deleted")
    post_page_move.connect(on_moved, sender=EventPage, dispatch_uid="events-moved")
    post_delete.connect(on_registration_deleted, sender=Registration, dispatch_uid="events-registration-deleted")
