"""Signal receivers: events follow their pages, and the worker follows the outbox."""

from typing import Any

from django.db.models.signals import post_delete
from wagtail.signals import page_published, page_unpublished, post_page_move

from events.mail.tasks import send_due_mail
from events.models import EventPage
from events.outbox import mail_queued
from events.publishing import publish, withdraw


def on_published(sender: type, instance: Any, **kwargs: Any) -> None:
    """A page was published."""
    publish(instance)


def on_withdrawn(sender: type, instance: Any, **kwargs: Any) -> None:
    """A page went offline or was deleted."""
    withdraw(instance)


def on_moved(sender: type, instance: Any, **kwargs: Any) -> None:
    """A page has a new address."""
    if instance.live:
        publish(instance)


def on_mail_queued(**kwargs: Any) -> None:
    """A worker has something to send."""
    send_due_mail.enqueue()


def connect_receivers() -> None:
    """Connect the receivers; called when the app is ready."""
    mail_queued.connect(on_mail_queued, dispatch_uid="events-mail-queued")
    page_published.connect(on_published, sender=EventPage, dispatch_uid="events-published")
    page_unpublished.connect(on_withdrawn, sender=EventPage, dispatch_uid="events-unpublished")
    post_delete.connect(on_withdrawn, sender=EventPage, dispatch_uid="events-deleted")
    post_page_move.connect(on_moved, sender=EventPage, dispatch_uid="events-moved")
