"""Mail to editors: in their language, written when it is sent, through the task queue."""

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override
from django_tasks import task
from wagtail.users.models import UserProfile

logger = logging.getLogger(__name__)
#: A mail server that is away is asked again after these times; then the mail is given up and the task fails.
WAITS = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))


def mail_editor(user: Any, template: str, **context: Any) -> None:
    """Have a mail sent to ``user`` once the present transaction is committed.

    Parameters:
        template: path below ``templates/`` without ending; ``<path>.txt`` holds the subject in its first line.
        context: what the template needs besides ``user`` and ``base_url``; only what JSON can hold.
    """
    send_editor_mail.enqueue(user.pk, template, context)


def mail_address(address: str, language: str, template: str, reply_to: str = "", **context: Any) -> None:
    """The same for somebody who has no account: a visitor, or the person behind a case."""
    send_mail_to_address.enqueue(address, language, template, reply_to, context)


@task(queue_name="mail")
def send_editor_mail(user_id: int, template: str, context: dict[str, Any], attempt: int = 0) -> None:
    """Write and send one mail. Somebody who was switched off meanwhile gets none."""
    user = get_user_model().objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return
    message = write(user.email, language_of(user), template, {**context, "user": user})
    _send_or_wait(message, send_editor_mail, attempt, user_id, template, context)


@task(queue_name="mail")
def send_mail_to_address(
    address: str, language: str, template: str, reply_to: str, context: dict[str, Any], attempt: int = 0
) -> None:
    """Write and send one mail to an address."""
    message = write(address, language, template, context)
    message.reply_to = [reply_to] if reply_to else []
    _send_or_wait(message, send_mail_to_address, attempt, address, language, template, reply_to, context)


def write(address: str, language: str, template: str, context: dict[str, Any]) -> EmailMessage:
    """The mail of ``template`` in ``language``; its first line is the subject."""
    with override(language):
        text = render_to_string(f"{template}.txt", {**context, "base_url": settings.BASE_URL})
    subject, _newline, body = text.strip().partition("\n")
    return EmailMessage(
        " ".join(subject.split()), body.strip() + "\n", to=[address], headers={"Auto-Submitted": "auto-generated"}
    )


def _send_or_wait(message: EmailMessage, again: Any, attempt: int, *args: Any) -> None:
    try:
        message.send()
    except OSError:  # SMTP errors are OSErrors too
        if attempt == len(WAITS):
            raise
        logger.warning("A mail could not be sent; it is tried again")
        again.using(run_after=timezone.now() + WAITS[attempt]).enqueue(*args, attempt + 1)


def language_of(user: Any) -> str:
    """The language that ``user`` chose for the admin."""
    return str(UserProfile.get_for_user(user).get_preferred_language())
