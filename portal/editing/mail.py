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


@task(queue_name="mail")
def send_editor_mail(user_id: int, template: str, context: dict[str, Any], attempt: int = 0) -> None:
    """Write and send one mail. Somebody who was switched off meanwhile gets none."""
    user = get_user_model().objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return
    with override(language_of(user)):
        text = render_to_string(f"{template}.txt", {**context, "user": user, "base_url": settings.BASE_URL})
    subject, _newline, body = text.strip().partition("\n")
    message = EmailMessage(subject, body.strip() + "\n", to=[user.email], headers={"Auto-Submitted": "auto-generated"})
    try:
        message.send()
    except OSError:  # SMTP errors are OSErrors too
        if attempt == len(WAITS):
            raise
        logger.warning("A mail to an editor could not be sent; it is tried again")
        later = send_editor_mail.using(run_after=timezone.now() + WAITS[attempt])
        later.enqueue(user_id, template, context, attempt + 1)


def language_of(user: Any) -> str:
    """The language that ``user`` chose for the admin."""
    return str(UserProfile.get_for_user(user).get_preferred_language())
