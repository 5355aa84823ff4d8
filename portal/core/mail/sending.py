"""Transactional mail to editors and visitors through the task queue, rendered in their language when it is sent."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override
from django_tasks import task
from wagtail.users.models import UserProfile

from portal.core.mail.holding import HELD_FOR, NAME, held_as
from portal.core.mail.message import Mail, message_id
from portal.core.mail.server import AWAY_PAUSES, MOST_WAITS, PAUSES, Verdict, is_away, judge, note_accepted, note_away
from portal.core.mail.written import html_of

logger = logging.getLogger(__name__)


def mail_editor(user: Any, template: str, **context: Any) -> None:
    """Have a mail sent to ``user`` once the present transaction is committed, or cannot be undone any more.

    Parameters:
        template: path below ``templates/`` without ending; ``<path>.txt`` holds the subject in its first line.
        context: what the template needs besides ``user`` and ``base_url``; only what JSON can hold.
    """
    if name := held_as():
        later = send_editor_mail.using(run_after=timezone.now() + HELD_FOR)
        later.enqueue(user.pk, template, {**context, NAME: name}, str(uuid4()))
    else:
        send_editor_mail.enqueue(user.pk, template, context, str(uuid4()))


def mail_address(address: str, language: str, template: str, reply_to: str = "", **context: Any) -> None:
    """The same for somebody who has no account: a visitor, or the person behind a case."""
    send_mail_to_address.enqueue(address, language, template, reply_to, context, str(uuid4()))


class QueueingBackend(BaseEmailBackend):
    """A Django mail backend that queues mails for the worker: no web thread waits for a mail server."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue each mail for each of its recipients; returns how many mails.

        Raises:
            ValueError: a mail has files attached, which the queue cannot hold.
        """
        for message in email_messages:
            if message.attachments:
                raise ValueError("Mails with attachments cannot be queued.")
            alternatives = [list(part) for part in getattr(message, "alternatives", [])]
            for address in message.recipients():
                send_written_mail.enqueue(
                    address,
                    str(message.subject),
                    str(message.body),
                    alternatives,
                    {"Message-ID": message_id(), **message.extra_headers},
                    message.reply_to,
                )
        return len(email_messages)


@task(queue_name="mail")
def send_editor_mail(
    user_id: int, template: str, context: Mapping[str, object], uuid: str = "", attempt: int = 0, waits: int = 0
) -> None:
    """Write and send one mail. Somebody who was switched off meanwhile gets none."""
    user = get_user_model().objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return
    message = write(user.email, language_of(user), template, {**context, "user": user}, uuid)
    _send_or_wait(message, send_editor_mail, (user_id, template, context, uuid), attempt, waits)


@task(queue_name="mail")
def send_mail_to_address(
    address: str,
    language: str,
    template: str,
    reply_to: str,
    context: Mapping[str, object],
    uuid: str = "",
    attempt: int = 0,
    waits: int = 0,
) -> None:
    """Write and send one mail to an address."""
    message = write(address, language, template, context, uuid)
    message.reply_to = [reply_to] if reply_to else []
    arguments = (address, language, template, reply_to, context, uuid)
    _send_or_wait(message, send_mail_to_address, arguments, attempt, waits)


@task(queue_name="mail")
def send_written_mail(
    address: str,
    subject: str,
    body: str,
    alternatives: list[list[str]],
    headers: dict[str, str],
    reply_to: list[str],
    attempt: int = 0,
    waits: int = 0,
) -> None:
    """Send a mail that somebody else wrote: Wagtail, or an organiser to look at it."""
    message = Mail(subject, body, to=[address], headers=headers, reply_to=reply_to)
    for content, kind in alternatives:
        message.attach_alternative(content, kind)
    arguments = (address, subject, body, alternatives, headers, reply_to)
    _send_or_wait(message, send_written_mail, arguments, attempt, waits)


def write(address: str, language: str, template: str, context: Mapping[str, object], uuid: str = "") -> Mail:
    """The mail of ``template`` in ``language``; its first line is the subject."""
    with override(language):
        text = render_to_string(f"{template}.txt", {**context, "base_url": settings.BASE_URL})
        first, _newline, body = text.strip().partition("\n")
        subject = " ".join(first.split())
        message = Mail(subject, body.strip() + "\n", to=[address], uuid=uuid)
        message.attach_alternative(html_of(subject, body, language), "text/html")
    return message


def _send_or_wait(message: EmailMessage, again: Any, arguments: tuple[Any, ...], attempt: int, waits: int) -> None:
    """Send ``message``, or retry the task ``again`` later.

    What the server refuses is tried again too, whatever the reason it gives: the same words come from a server that
    refuses everybody, and nobody looks at these mails one by one.

    Raises:
        OSError: it was refused too often and is given up.
    """
    now = timezone.now()
    if is_away(now):
        _later(again, arguments, attempt, waits)
        return
    try:
        message.send()
    except OSError as error:  # SMTP errors are OSErrors too
        answer = judge(error)
        away = answer.verdict == Verdict.SERVER
        if away:
            note_away(answer.words, now)
        if waits >= MOST_WAITS or (not away and attempt >= len(PAUSES)):
            logger.error("A mail is given up: %s", answer.words)
            raise
        if away:
            _later(again, arguments, attempt, waits)
        else:
            logger.warning("A mail was refused (%s); it is tried again", answer.words)
            again.using(run_after=now + PAUSES[attempt]).enqueue(*arguments, attempt + 1, waits)
    else:
        note_accepted()


def _later(again: Any, arguments: tuple[Any, ...], attempt: int, waits: int) -> None:
    pause = AWAY_PAUSES[min(waits, len(AWAY_PAUSES) - 1)]
    again.using(run_after=timezone.now() + pause).enqueue(*arguments, attempt, waits + 1)


def language_of(user: Any) -> str:
    """The language that ``user`` chose for the admin."""
    return str(UserProfile.get_for_user(user).get_preferred_language())
